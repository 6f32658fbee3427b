import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError, type FileSystemRoot } from '../../src/base/index.ts';
import { openProgram, type Program, type ProjectFunction, seeTypes, type Types } from '../../src/program/index.ts';
import { loadPython, type Range, readSource } from '../../src/syntax/index.ts';
import { environmentOf } from '../corpus/environments.ts';
import { findPython } from '../corpus/machine.ts';
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

/** Where libraries and their archives are kept. */
export interface Caches {
  readonly twins: FileSystemRoot;
  readonly sdists: FileSystemRoot;
}

/** Fetch a library, lay its halves out in the cache and read them. */
export async function openHalves(library: Library, caches: Caches, types: Types): Promise<Halves> {
  await loadPython();
  const modules = await unpackedModules(library, 'sync', library.sync, caches);
  const open = (files: ReadonlyMap<string, Uint8Array | string>, name: string) => {
    const folder = path.posix.join(library.id, name);
    layOut(files, folder, caches.twins);
    return openProgram(caches.twins.resolve(folder), { types });
  };
  if (library.async !== undefined) {
    const others = await unpackedModules(library, 'async', library.async, caches);
    return { sync: await open(modules, 'sync'), answer: await open(others, 'async'), isAnswer: () => true };
  }
  const { kept, taken } = splitHalves(modules, library.half ?? {});
  return {
    sync: await open(kept, 'sync'),
    answer: await open(modules, 'whole'),
    isAnswer: ({ module, facts }) =>
      (taken.get(module.file) ?? []).some(({ start, end }) => start <= facts.span.start && facts.span.end <= end),
  };
}

/** The synchronous half with what a language server knows of it in the library's environment. */
export async function withEnvironment(library: Library, program: Program, { twins }: Caches): Promise<Program> {
  const { python, install } = library.environment;
  const interpreter = findPython(python);
  if (interpreter === undefined) {
    throw new FerryError({
      code: 'FERRY_SETUP',
      message: `${library.id} needs Python ${python}, which is not installed`,
      next: `Install Python ${python}, or leave types out with --no-types.`,
      exitCode: 3,
    });
  }
  const { id, sync } = library;
  const folder = path.join(unpackedFolder(id, 'sync'), sync.folder.split('/')[0] ?? '');
  const recipe = { id, sha256: sync.sha256, install };
  const environment = await environmentOf(recipe, { root: twins.resolve(folder) }, interpreter, twins);
  return seeTypes(program, { python: environment.python, isWanted: true });
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

const unpackedFolder = (id: string, half: 'sync' | 'async') => path.posix.join(id, `unpacked-${half}`);

/** The Python files of a package by paths that begin with its name. An archive is unpacked once. */
async function unpackedModules(
  { id }: Library,
  half: 'sync' | 'async',
  which: Distribution,
  { twins, sdists }: Caches,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const folder = unpackedFolder(id, half);
  const marker = `${folder}.sha256`;
  if (twins.read(marker)?.toString() !== which.sha256) {
    await unpack(await fetchSource(which, sdists), folder, twins);
    twins.write(marker, which.sha256);
  }
  const root = twins.resolve(path.posix.join(folder, which.folder));
  return new Map(
    filesIn(root)
      .filter((file) => file.endsWith('.py'))
      .map((file) => [path.posix.join(path.basename(root), file), fs.readFileSync(path.join(root, file))]),
  );
}

/** Make a folder hold these files and no others; those that are as they should be are not written again. */
function layOut(files: ReadonlyMap<string, Uint8Array | string>, folder: string, cache: FileSystemRoot): void {
  for (const file of filesIn(cache.makeFolder(folder)))
    if (!files.has(file)) cache.remove(path.posix.join(folder, file));
  for (const [file, content] of files) {
    const name = path.posix.join(folder, file);
    if (!cache.read(name)?.equals(Buffer.from(content))) cache.write(name, content);
  }
}

/** Every file below a folder, relative to it, with `/`, sorted. */
function filesIn(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}
