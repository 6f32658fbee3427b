import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FileSystemRoot } from '../../src/base/index.ts';
import { openProgram, type Program, type ProjectFunction, type Types } from '../../src/program/index.ts';
import { loadPython, type Range, readSource } from '../../src/syntax/index.ts';
import { fetchSource, unpack } from '../corpus/sources.ts';
import { cutHalf } from './cut.ts';
import type { Distribution, Half, Library } from './library.ts';

/** Both halves of a library, each read as a project of its own. */
export interface Halves {
  /** Nothing of the asynchronous half is in it. */
  readonly sync: Program;
  readonly answer: Program;
  /** Whether a function of `answer` belongs to the asynchronous half. */
  isAnswer(fn: ProjectFunction): boolean;
}

/** Fetch a library and lay its halves out in the cache. `sdists` holds the archives. */
export async function openHalves(
  library: Library,
  caches: { readonly twins: FileSystemRoot; readonly sdists: FileSystemRoot },
  types: Types,
): Promise<Halves> {
  await loadPython();
  const { twins, sdists } = caches;
  const lay = async (which: Distribution, name: string) => {
    await unpack(await fetchSource(which, sdists), path.posix.join(library.id, name), twins);
    return readPackage(path.join(twins.root, library.id, name, which.folder));
  };
  const write = (modules: ReadonlyMap<string, Uint8Array | string>, name: string) => {
    const folder = path.posix.join(library.id, name);
    twins.removeFolder(folder);
    for (const [file, bytes] of modules) twins.write(path.posix.join(folder, file), bytes);
    return openProgram(path.join(twins.root, folder), { types });
  };
  const modules = await lay(library.sync, 'unpacked');
  if (library.async !== undefined) {
    const others = await lay(library.async, 'unpacked-async');
    return { sync: await write(modules, 'sync'), answer: await write(others, 'async'), isAnswer: () => true };
  }
  const { kept, taken } = splitHalves(modules, library.half ?? {});
  return {
    sync: await write(kept, 'sync'),
    answer: await write(modules, 'whole'),
    isAnswer: ({ module, facts }) =>
      (taken.get(module.file) ?? []).some(({ start, end }) => start <= facts.span.start && facts.span.end <= end),
  };
}

/** What is left of a package without its asynchronous half, and where that half was. */
export function splitHalves(
  modules: ReadonlyMap<string, Uint8Array>,
  half: Half,
): { readonly kept: ReadonlyMap<string, Uint8Array | string>; readonly taken: ReadonlyMap<string, readonly Range[]> } {
  const kept = new Map<string, Uint8Array | string>();
  const taken = new Map<string, readonly Range[]>();
  for (const [file, bytes] of modules) {
    const source = readSource(file, bytes);
    if (half.modules?.test(file) ?? false) taken.set(file, [{ start: 0, end: Number.POSITIVE_INFINITY }]);
    else if (source.kind === 'refused') kept.set(file, bytes);
    else {
      const { text, ranges } = cutHalf(source.text, half);
      taken.set(file, ranges);
      kept.set(file, text);
    }
  }
  return { kept, taken };
}

/** The Python files of a package folder, by paths that begin with the package's name. */
function readPackage(folder: string): ReadonlyMap<string, Uint8Array> {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.py'));
  return new Map(
    files
      .map((file) => file.split(path.sep).join('/'))
      .sort()
      .map((file) => [path.posix.join(path.basename(folder), file), fs.readFileSync(path.join(folder, file))]),
  );
}
