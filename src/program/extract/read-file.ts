import * as fs from 'node:fs';
import * as path from 'node:path';
import { type FlatTree, withFlatTree } from '../../syntax/index.ts';
import type { ModuleFacts } from '../facts.ts';
import type { Refusal } from '../model.ts';
import { unflatten } from './flat.ts';
import { readModule } from './statements.ts';

/** A file's text and its tree. */
export interface Parsed {
  readonly text: string;
  readonly tree: FlatTree;
}

/** Read and parse one file; `file` is relative to the root, larger files than `limit` bytes are refused. */
export function parseFile(root: string, file: string, limit: number): Parsed | Refusal {
  return withFile(root, file, limit, (parsed) => parsed);
}

/** What the project's rooms need of one file. */
export function readFile(root: string, file: string, limit: number): ModuleFacts | Refusal {
  return withFile(root, file, limit, ({ text, tree }) => readModule(text, unflatten(tree)));
}

/** `use` runs where a file on which it runs out of stack is refused. */
function withFile<T extends object>(
  root: string,
  file: string,
  limit: number,
  use: (parsed: Parsed) => T,
): T | Refusal {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(path.join(root, file));
  } catch (error) {
    return {
      code: 'FERRY_UNREADABLE',
      file,
      why: String(error),
      next: 'Give the user who runs Ferryman leave to read it.',
    };
  }
  const used = withFlatTree(file, bytes, ({ text }, tree) => use({ text, tree }), { limit });
  if (!('kind' in used)) return used;
  const code =
    used.reason === 'too-large'
      ? 'FERRY_FILE_TOO_LARGE'
      : used.reason === 'syntax' || used.reason === 'python-2'
        ? 'FERRY_DOES_NOT_PARSE'
        : 'FERRY_UNDECODABLE';
  return { code, file, why: `${used.message} (line ${used.line})`, next: used.next };
}
