/**
 * Writes what follows from other files: the recipes' registry and the pages under docs/. `--check` writes nothing and
 * fails when something is stale.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { jsonSchema } from '../src/audit/index.ts';
import { openRoot } from '../src/base/index.ts';
import { renderCliReference } from '../src/cli/index.ts';
import { describeKnowledge, loadKnowledge } from '../src/knowledge/index.ts';
import { docsOf } from './generate/docs.ts';
import { findRecipes, registryOf } from './generate/registry.ts';
import { readmeWithTour } from './generate/tour.ts';

/** Generated text by path. The registry comes first: the pages need what it lists. */
export function generate(root: string): ReadonlyMap<string, string> {
  const recipes = findRecipes(path.join(root, 'src/recipes'));
  return new Map([
    ['src/recipes/registry.ts', registryOf(recipes)],
    ...docsOf(recipes),
    ['docs/knowledge.md', `${describeKnowledge(loadKnowledge().libraries).trimEnd()}\n`],
    ['docs/cli.md', renderCliReference()],
    ['docs/audit.schema.json', jsonSchema()],
  ]);
}

/** Paths whose text on disk is not what it should be; pages of recipes that are gone are among them. */
export function staleFiles(root: string, wanted: ReadonlyMap<string, string>): readonly string[] {
  const changed = [...wanted].filter(([file, text]) => textAt(path.join(root, file)) !== text).map(([file]) => file);
  const pages = path.join(root, 'docs/recipes');
  const there = fs.existsSync(pages) ? fs.readdirSync(pages, { recursive: true, encoding: 'utf8' }) : [];
  const gone = there.filter((name) => name.endsWith('.md')).map((name) => `docs/recipes/${name}`);
  return [...changed, ...gone.filter((file) => !wanted.has(file))];
}

function textAt(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

async function main(args: readonly string[]): Promise<number> {
  const root = path.resolve(import.meta.dirname, '..');
  const wanted = new Map([...generate(root), ['README.md', await readmeWithTour(root)] as const]);
  const stale = staleFiles(root, wanted);
  if (args.includes('--check')) {
    for (const file of stale) console.error(`${file} is stale: run \`npm run generate\``);
    return stale.length === 0 ? 0 : 1;
  }
  const files = openRoot(root);
  for (const file of stale) {
    const text = wanted.get(file);
    if (text === undefined) files.remove(file);
    else files.write(file, text);
    console.log(text === undefined ? `removed ${file}` : `wrote ${file}`);
  }
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main(process.argv.slice(2));
