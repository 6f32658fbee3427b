import type { RecipeFolder } from './registry.ts';

/** The pages of docs/recipes by path: one for each recipe, and an index by group. */
export function docsOf(recipes: readonly RecipeFolder[]): ReadonlyArray<readonly [file: string, text: string]> {
  return [
    ['docs/recipes/README.md', indexOf(recipes)] as const,
    ...recipes.map((recipe) => [`docs/recipes/${recipe.id}.md`, pageOf(recipe)] as const),
  ];
}

function pageOf({ id, since, stability, page }: RecipeFolder): string {
  const source = `${'../'.repeat(id.split('/').length + 1)}src/recipes/${id}`;
  const [title = '', ...rest] = page.split('\n');
  const about = `Recipe \`${id}\` · ${stability} · since ${since} · [source and specification](${source}/)`;
  return `<!-- Written by scripts/generate.ts from src/recipes/${id}/recipe.md. Do not edit. -->\n${title}\n\n${about}\n${rest.join('\n')}`;
}

function indexOf(recipes: readonly RecipeFolder[]): string {
  const groups = [...Map.groupBy(recipes, (recipe) => recipe.group)].map(([group, members]) => {
    const rows = members.map(({ id, title, stability }) => `| [\`${id}\`](${id}.md) | ${title} | ${stability} |`);
    return [`## ${group}`, '', '| recipe | what it does | state |', '|---|---|---|', ...rows, ''].join('\n');
  });
  const head = '<!-- Written by scripts/generate.ts from the folders of src/recipes. Do not edit. -->\n# Recipes\n';
  const intro = 'Each page is the specification of its recipe, and is executed as a test.\n';
  return `${head}\n${intro}\n${groups.join('\n')}`;
}
