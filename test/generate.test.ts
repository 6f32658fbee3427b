import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { generate, staleFiles } from '../scripts/generate.ts';
import { newRecipe } from '../scripts/new-recipe.ts';
import { readPage } from '../src/recipes/index.ts';

const root = path.resolve(import.meta.dirname, '..');

/** A copy of the recipes alone, to scaffold in. */
function workshop(): { readonly root: string } & Disposable {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-workshop-'));
  fs.cpSync(path.join(root, 'src/recipes'), path.join(copy, 'src/recipes'), { recursive: true });
  return { root: copy, [Symbol.dispose]: () => fs.rmSync(copy, { recursive: true }) };
}

test('what is generated is up to date', () => {
  expect(staleFiles(root, generate(root))).toEqual([]);
});

test('a scaffolded recipe is listed, and its page holds an example that runs', () => {
  using copy = workshop();
  expect(newRecipe(copy.root, 'engine/keep-echo', "Keep the harbour's echo")).toEqual([
    'src/recipes/engine/keep-echo/recipe.ts',
    'src/recipes/engine/keep-echo/recipe.md',
    'src/recipes/registry.ts',
  ]);
  const registry = fs.readFileSync(path.join(copy.root, 'src/recipes/registry.ts'), 'utf8');
  expect(registry).toContain("import { keepEcho } from './engine/keep-echo/recipe.ts';\n");
  expect(registry).toContain('  keepEcho,\n');
  const page = fs.readFileSync(path.join(copy.root, 'src/recipes/engine/keep-echo/recipe.md'), 'utf8');
  expect(readPage(page).map(({ title, before, findings }) => [title, [...before.keys()], findings])).toEqual([
    ['Before and after', ['main.py'], 'main.py:6 safe: a session factory. Say why it matters.\n'],
  ]);
  expect(generate(copy.root).get('docs/recipes/engine/keep-echo.md')).toContain("# Keep the harbour's echo\n");
});

test('a recipe that is gone takes its page along', () => {
  using copy = workshop();
  newRecipe(copy.root, 'engine/keep-echo', 'Keep the echo');
  for (const [file, text] of generate(copy.root)) {
    fs.mkdirSync(path.dirname(path.join(copy.root, file)), { recursive: true });
    fs.writeFileSync(path.join(copy.root, file), text);
  }
  expect(staleFiles(copy.root, generate(copy.root))).toEqual([]);
  fs.rmSync(path.join(copy.root, 'src/recipes/engine/keep-echo'), { recursive: true });
  expect(staleFiles(copy.root, generate(copy.root))).toEqual([
    'src/recipes/registry.ts',
    'docs/recipes/README.md',
    'docs/recipes/engine/keep-echo.md',
  ]);
});

test('a name that is taken or not a name is refused', () => {
  using copy = workshop();
  expect(() => newRecipe(copy.root, 'engine/create-engine', 'Again')).toThrow('is there already');
  expect(() => newRecipe(copy.root, '../escape', 'Out')).toThrow('GROUP/WHAT-IT-DOES');
});
