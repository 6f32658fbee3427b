import * as fs from 'node:fs';
import * as path from 'node:path';

/** A recipe's folder, read as text: a registry that is stale, or names a recipe that is gone, must not stop it. */
export interface RecipeFolder {
  readonly id: string;
  /** Name of the exported constant. */
  readonly constant: string;
  readonly title: string;
  readonly group: string;
  readonly since: string;
  readonly stability: string;
  readonly page: string;
}

/** Every folder below `folder` that holds a recipe.ts, by id. Throws when one lacks its page or its parts. */
export function findRecipes(folder: string): readonly RecipeFolder[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(`${path.sep}recipe.ts`))
    .map((name) => path.dirname(name).split(path.sep).join('/'))
    .sort()
    .map((id) => readFolder(folder, id));
}

function readFolder(folder: string, id: string): RecipeFolder {
  const source = fs.readFileSync(path.join(folder, id, 'recipe.ts'), 'utf8');
  const page = path.join(folder, id, 'recipe.md');
  if (!fs.existsSync(page)) throw new Error(`src/recipes/${id} has no recipe.md: it is the specification and the test`);
  const constant = /^export const (\w+) = defineRecipe/m.exec(source)?.[1];
  const part = (name: string) => {
    const [, single, double] = new RegExp(`^ {2}${name}: (?:'([^']*)'|"([^"]*)")`, 'm').exec(source) ?? [];
    return single ?? double;
  };
  const parts = { title: part('title'), group: part('group'), since: part('since'), stability: part('stability') };
  const { title, group, since, stability } = parts;
  if (!constant || !title || !group || !since || !stability || part('id') !== id) {
    throw new Error(
      `src/recipes/${id}/recipe.ts: export one defineRecipe with its id, title, group, since and stability`,
    );
  }
  return { id, constant, title, group, since, stability, page: fs.readFileSync(page, 'utf8') };
}

/** The text of src/recipes/registry.ts. */
export function registryOf(recipes: readonly RecipeFolder[]): string {
  const imports = [
    ...recipes.map(({ id, constant }) => [`./${id}/recipe.ts`, `import { ${constant} } from './${id}/recipe.ts';`]),
    ['./recipe.ts', "import type { Recipe } from './recipe.ts';"],
  ];
  const lines = imports.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)).map(([, line]) => line);
  return `// Written by scripts/generate.ts from the folders of src/recipes. Do not edit.
${lines.join('\n')}

/** All recipes, by id. */
// biome-ignore format: one recipe a line
export const recipes: readonly Recipe[] = [
${recipes.map(({ constant }) => `  ${constant},\n`).join('')}];
`;
}
