/** `node scripts/new-recipe.ts GROUP/NAME "Title"`: a folder with the two files that make a recipe, then the registry. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openRoot } from '../src/base/index.ts';
import { findRecipes, registryOf } from './generate/registry.ts';

/** Writes recipe.ts, recipe.md and the registry below `root`; returns their paths. Throws on a bad or taken id. */
export function newRecipe(root: string, id: string, title: string): readonly string[] {
  if (!/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/.test(id)) throw new Error(`${id}: name it GROUP/WHAT-IT-DOES`);
  const folder = `src/recipes/${id}`;
  if (fs.existsSync(path.join(root, folder))) throw new Error(`${folder} is there already`);
  const files = openRoot(root);
  files.write(`${folder}/recipe.ts`, recipeText(id, title));
  files.write(`${folder}/recipe.md`, pageText(title));
  files.write('src/recipes/registry.ts', registryOf(findRecipes(path.join(root, 'src/recipes'))));
  return [`${folder}/recipe.ts`, `${folder}/recipe.md`, 'src/recipes/registry.ts'];
}

/** In single quotes, unless the text holds one: the formatter's own rule. */
function quoted(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text.replaceAll('\\', '\\\\')}'`;
}

function recipeText(id: string, title: string): string {
  const [group = '', name = ''] = id.split('/');
  const constant = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `import type { DatabaseSite } from '../../../program/index.ts';
import { defineRecipe } from '../../recipe.ts';

/** Say in one sentence what it changes, and why. */
export const ${constant} = defineRecipe<DatabaseSite>({
  id: '${id}',
  title: ${quoted(title)},
  group: '${group}',
  since: '0.1.0',
  stability: 'preview',
  requires: [],
  find({ program }) {
    // One site for each place there is something to say about; those with \`data\` are rewritten.
    return program.databases
      .filter((site) => site.kind === 'session-factory')
      .map((site) => ({
        file: site.module.file,
        line: site.place.line,
        what: 'a session factory',
        why: 'Say why it matters.',
        applicability: 'safe',
        next: '',
      }));
  },
  rewrite(_site, _rewriter) {
    // rewriter.edit(file, ...), rewriter.request(file, swapImport(...)), rewriter.need(file, needImport(...))
  },
});
`;
}

function pageText(title: string): string {
  return `# ${title}

## Why

## Before and after

\`\`\`python before main.py
from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

app = FastAPI()
Session = sessionmaker(create_engine("sqlite:///ferry.db"))


@app.get("/bookings")
def list_bookings():
    with Session() as session:
        return session.connection().exec_driver_sql("SELECT 1").all()
\`\`\`

\`\`\`findings
main.py:6 safe: a session factory. Say why it matters.
\`\`\`

## What stays

## What is refused

## Safety

## References
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [id = '', title = ''] = process.argv.slice(2);
  for (const file of newRecipe(path.resolve(import.meta.dirname, '..'), id, title || id)) console.log(`wrote ${file}`);
  console.log('Write the page first: it is the specification and the test. Then `npm run generate` and `npm test`.');
}
