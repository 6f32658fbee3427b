// The files of a project read by this thread alone, stage by stage; prints the stages as JSON.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { decodeSource, loadPython, withTree } from '../../src/syntax/index.ts';
import { flatten, unflatten } from '../../src/program/extract/flat.ts';
import { readModule } from '../../src/program/extract/statements.ts';
import { listFiles } from '../../src/program/listing.ts';
import { cpuMs } from './stages.ts';

const [root = ''] = process.argv.slice(2);
const { language } = await loadPython();
const stages = new Map<string, { ms: number; cpuMs: number }>();
let running: { ms: number; cpuMs: number } | undefined;
const time = <T>(name: string, work: () => T): T => {
  const stage = stages.get(name) ?? { ms: 0, cpuMs: 0 };
  stages.set(name, stage);
  const outer = running;
  running = stage;
  const [at, cpu] = [performance.now(), cpuMs()];
  const result = work();
  const spent = { ms: performance.now() - at, cpuMs: cpuMs() - cpu };
  // What is timed inside of another stage is not that stage's.
  if (outer !== undefined) {
    outer.ms -= spent.ms;
    outer.cpuMs -= spent.cpuMs;
  }
  stage.ms += spent.ms;
  stage.cpuMs += spent.cpuMs;
  running = outer;
  return result;
};
let lines = 0;
for (const file of listFiles(root).python) {
  const bytes = time('reading files', () => fs.readFileSync(path.join(root, file)));
  const source = time('decoding', () => decodeSource(file, bytes));
  if (source.kind === 'refused') continue;
  const flat = time('parsing', () =>
    withTree(source, (tree) => time('copying trees', () => flatten(tree, source.text))),
  );
  lines += time('facts', () => readModule(source.text, unflatten(flat, language))).lines;
}
console.log(
  JSON.stringify({ lines, files: [], stages: [...stages].map(([name, spent]) => ({ name, ...spent })), rssBytes: 0 }),
);
