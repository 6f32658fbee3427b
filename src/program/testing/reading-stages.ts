import * as fs from 'node:fs';
import * as path from 'node:path';
import { copyTree, decodeSource, loadPython, parseFlat, withTree } from '../../syntax/index.ts';
import { unflatten } from '../extract/flat.ts';
import { readModule } from '../extract/statements.ts';
import { listFiles } from '../listing.ts';

/** Milliseconds of the clock, and of this process's threads, user and system. */
export interface Spent {
  ms: number;
  cpuMs: number;
}

/** Read the files of a project in this thread alone, and say how long each stage takes. `cpuMs` reads a clock. */
export async function readingStages(
  root: string,
  cpuMs: () => number,
): Promise<{ readonly lines: number; readonly stages: ReadonlyMap<string, Spent> }> {
  await loadPython();
  const stages = new Map<string, Spent>();
  let running: Spent | undefined;
  const time = <T>(name: string, work: () => T): T => {
    const stage = stages.get(name) ?? { ms: 0, cpuMs: 0 };
    stages.set(name, stage);
    const outer = running;
    running = stage;
    const [at, cpu] = [performance.now(), cpuMs()];
    const result = work();
    const spent = { ms: performance.now() - at, cpuMs: cpuMs() - cpu };
    stage.ms += spent.ms;
    stage.cpuMs += spent.cpuMs;
    // What is timed inside of another stage is not that stage's.
    if (outer !== undefined) {
      outer.ms -= spent.ms;
      outer.cpuMs -= spent.cpuMs;
    }
    running = outer;
    return result;
  };
  let lines = 0;
  for (const file of listFiles(root).python) {
    const bytes = time('reading files', () => fs.readFileSync(path.join(root, file)));
    const source = time('decoding', () => decodeSource(file, bytes));
    if (source.kind === 'refused') continue;
    const tree =
      time('parsing', () => parseFlat(source.text)) ??
      time('what tree-sitter parses', () => withTree(source, (root) => copyTree(root, source.text)));
    lines += time('facts', () => readModule(source.text, unflatten(tree))).lines;
  }
  return { lines, stages };
}
