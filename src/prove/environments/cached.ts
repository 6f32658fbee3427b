import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FileSystemRoot } from '../../base/index.ts';

const ABANDONED_MS = 24 * 3600_000;

/**
 * A folder in `cache` that depends on `inputs` alone: made once by `make`, then only looked up.
 *
 * Environments hold their own path inside, so they cannot be built elsewhere and renamed. Each is built under a name
 * of its own, and a small file that points to it is put in place last, in one step. A run that is killed leaves a
 * folder nobody points to; of two runs that build the same at once both get a whole one, and the later one stays.
 */
export async function cachedFolder(
  cache: FileSystemRoot,
  inputs: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 20);
  const pointer = `${key}.path`;
  const known = cache.read(pointer)?.toString();
  if (known !== undefined && fs.existsSync(path.join(cache.root, known))) return path.join(cache.root, known);
  removeAbandoned(cache);
  const name = `${key}-${randomBytes(4).toString('hex')}`;
  try {
    await make(cache.makeFolder(name));
  } catch (error) {
    cache.removeFolder(name);
    throw error;
  }
  cache.write(pointer, name);
  return path.join(cache.root, name);
}

/** Folders of a day ago that nothing points to: their builders were killed. */
function removeAbandoned(cache: FileSystemRoot): void {
  const entries = fs.readdirSync(cache.root);
  const kept = new Set(
    entries.filter((name) => name.endsWith('.path')).map((name) => cache.read(name)?.toString() ?? ''),
  );
  for (const name of entries) {
    if (!/^[0-9a-f]{20}-[0-9a-f]{8}$/.test(name) || kept.has(name)) continue;
    const age =
      Date.now() - (fs.statSync(path.join(cache.root, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > ABANDONED_MS) cache.removeFolder(name);
  }
}
