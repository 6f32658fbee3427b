import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FileSystemRoot } from './files.ts';

/**
 * Bytes by keys, in a folder that may be removed at any time. Keys are SHA-256 in hex, of everything that the bytes rest
 * on: an entry is right for ever, or it is not found.
 */
export interface Store {
  /** Undefined when there is none, or what there is was damaged. */
  get(key: string): Buffer | undefined;
  /** Nothing happens where it cannot be written; the oldest entries go when there are more than `mostBytes` of all. */
  put(key: string, bytes: Uint8Array | string): void;
}

const digestBytes = 32;
/** A run that was killed while it wrote leaves such a file. */
const abandonedAfterMs = 3_600_000;

/** Several runs may use one folder at once: entries are written whole or not at all, and never changed. */
export function openStore(files: FileSystemRoot, mostBytes: number): Store {
  return {
    get(key) {
      const name = nameOf(key);
      try {
        const entry = files.read(name);
        if (entry === undefined) return undefined;
        const bytes = entry.subarray(digestBytes);
        return digestOf(key, bytes).equals(entry.subarray(0, digestBytes)) ? bytes : undefined;
      } catch {
        return undefined; // a folder or a link in its place, no leave to read
      }
    },
    put(key, content) {
      const name = nameOf(key);
      const bytes = Buffer.from(content);
      if (bytes.length > mostBytes / 4) return;
      try {
        files.write(name, Buffer.concat([digestOf(key, bytes), bytes]));
        prune(files, mostBytes);
      } catch {
        // a full disk, no leave to write: it is worked out again next time
      }
    },
  };
}

function nameOf(key: string): string {
  if (!/^[0-9a-f]{64}$/u.test(key)) throw new TypeError(`${JSON.stringify(key)} is no SHA-256`);
  return `${key}.entry`;
}

/** The key is part of it, so that an entry under another's name is not taken for that one. */
function digestOf(key: string, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(key).update(bytes).digest();
}

function prune(files: FileSystemRoot, mostBytes: number): void {
  const now = Date.now();
  const entries = fs.readdirSync(files.root).flatMap((name) => {
    const stat = fs.statSync(path.join(files.root, name), { throwIfNoEntry: false });
    return stat?.isFile() === true ? [{ name, bytes: stat.size, at: stat.mtimeMs }] : [];
  });
  for (const { name, at } of entries) if (name.endsWith('.tmp') && now - at > abandonedAfterMs) files.remove(name);
  let left = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { name, bytes } of entries.filter((each) => each.name.endsWith('.entry')).sort((a, b) => a.at - b.at)) {
    if (left <= mostBytes) return;
    files.remove(name);
    left -= bytes;
  }
}
