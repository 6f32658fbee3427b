import { createHash, type Hash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { listFiles } from './listing.ts';

/** Read at the root whatever they are there, links among them. */
const settings = ['pyproject.toml', 'ferryman.toml', 'pytest.ini', '.pytest.ini', 'tox.ini', 'setup.cfg'];
/** Files beside Python's that may be read: they say what the project depends on. */
const readable = /(?:\.(?:toml|cfg|ini|txt|in|ya?ml)|(?:^|\/)Pipfile)$/u;

/**
 * SHA-256 in hex of everything that reading a project rests on: which files there are, the bytes of those that are read,
 * what is refused, and where it all stands. Files are read, nothing is taken from their times: an editor, a checkout and
 * a clock can all leave a changed file with the times of the one before.
 */
export function contentOf(root: string): string {
  const real = fs.realpathSync(root);
  const hash = createHash('sha256');
  const listing = listFiles(root);
  say(hash, real, JSON.stringify([listing.refusals, listing.others]));
  for (const file of settings) sayFile(hash, real, file);
  for (const file of listing.python) sayFile(hash, real, file);
  for (const file of listing.others) if (readable.test(file)) sayFile(hash, real, file);
  return hash.digest('hex');
}

function sayFile(hash: Hash, root: string, file: string): void {
  try {
    say(hash, file, fs.readFileSync(path.join(root, file)));
  } catch (error) {
    say(hash, file, JSON.stringify(String(error)));
  }
}

/** With their lengths: no text of one file can pass for the end of another. */
function say(hash: Hash, name: string, bytes: Uint8Array | string): void {
  hash
    .update(`${Buffer.byteLength(name)} ${Buffer.byteLength(bytes)} `)
    .update(name)
    .update(bytes);
}
