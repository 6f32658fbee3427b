import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readmeWithTour } from '../scripts/generate/tour.ts';
import { checkArguments } from '../src/cli/index.ts';
import { loadKnowledge } from '../src/knowledge/index.ts';
import { projectFiles, ROOT, textOf } from './tree.ts';

const PAGES = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md'];
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(textOf('package.json')));

/** Command lines of ```sh blocks, and inline ones. */
const commands = PAGES.flatMap((page) => {
  const text = textOf(page);
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((match) => (match[1] ?? '').split('\n'));
  const inline = [...text.matchAll(/`((?:npm run|npx|node|npm test)[^`]*)`/g)].map((match) => match[1] ?? '');
  return [...blocks, ...inline]
    .map((line) => ({ page, line: line.replace(/\s+#.*$/, '').trim() }))
    .filter(({ line }) => line);
});

test('every npm script that the pages name exists', () => {
  const named = commands.flatMap(({ page, line }) => {
    const script = /^npm run (\S+)/.exec(line)?.[1];
    return script === undefined || script in scripts ? [] : [`${page}: ${line}`];
  });
  expect(commands.length).toBeGreaterThan(10);
  expect(named).toEqual([]);
});

test('every ferryman command line in the pages is accepted', () => {
  const lines = commands.filter(({ line }) => /^(?:npx )?ferryman\b/.test(line));
  expect(lines.length).toBeGreaterThan(4);
  for (const { line } of lines) checkArguments(line.replace(/^(?:npx )?ferryman\s*/, '').split(/\s+/));
});

test('every script and page that the pages name is there', () => {
  const files = projectFiles();
  const missing = PAGES.flatMap((page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '');
    const programs = commands.flatMap(({ line }) => /^node (\S+\.(?:ts|mjs))/.exec(line)?.[1] ?? []);
    return [...links, ...programs]
      .filter((name) => !files.some((file) => file === name || file.startsWith(`${name}/`)))
      .map((name) => `${page} names ${name}`);
  });
  expect(missing).toEqual([]);
});

test("the tour's output is what the command prints", async () => {
  expect(textOf('README.md')).toBe(await readmeWithTour(ROOT));
  expect(textOf('README.md')).toContain('+crossing(app, bridged=BRIDGED)');
});

test('the library of CONTRIBUTING.md is one that Ferryman reads', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ferryman-docs-'));
  const yaml = /<!-- a test loads this file -->\n```yaml\n([\s\S]*?)```/.exec(textOf('CONTRIBUTING.md'))?.[1] ?? '';
  fs.writeFileSync(path.join(folder, 'faxlib.yaml'), yaml);
  const knowledge = loadKnowledge([folder]);
  expect(knowledge.lookup('faxlib.send')).toMatchObject({ effect: 'blocks', library: 'faxlib' });
  expect(knowledge.lookup('faxlib.Modem.volume')).toMatchObject({ effect: 'harmless' });
});
