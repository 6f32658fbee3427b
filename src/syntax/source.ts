import { FerryError } from '../base/index.ts';
import { type Codec, codecFor, declaredEncoding, utf8 } from './encoding.ts';
import { copyTree } from './parser/copy.ts';
import type { FlatTree } from './parser/nodes.ts';
import { parseFlat } from './parser/parse.ts';
import { type SyntaxNode, withTree } from './python.ts';
import { syntaxProblem } from './syntax-problem.ts';

export type Newline = '\n' | '\r\n' | '\r';

/** A Python file that parses, and what is needed to write it back exactly. */
export interface SourceFile {
  readonly kind: 'source';
  /** As given; relative to the project with `/` by convention. */
  readonly path: string;
  /** Decoded, without the byte order mark, line endings as they are. All offsets in this room index it (UTF-16). */
  readonly text: string;
  /** `utf-8`, `latin-1`, `cp1252`, ... */
  readonly encoding: string;
  readonly bom: boolean;
  /** What new lines should end with: the file's own kind, the most frequent when it mixes them. */
  readonly newline: Newline;
  readonly mixedNewlines: boolean;
  readonly finalNewline: boolean;
}

export type RefusalReason =
  | 'too-large'
  | 'binary'
  | 'unknown-encoding'
  | 'undecodable'
  | 'python-2'
  | 'syntax'
  | 'too-deep';

/** A file that is left alone, and why. */
export interface SourceRefusal {
  readonly kind: 'refused';
  readonly path: string;
  readonly reason: RefusalReason;
  /** One sentence. */
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  /** One sentence: what to do next. */
  readonly next: string;
}

export interface ReadOptions {
  /** Bytes; larger files are refused. Default 8 MiB. */
  readonly limit?: number;
}

/** Decode and check a file. Nothing is normalised: `encodeSource` of the unchanged text gives the same bytes. */
export function readSource(path: string, bytes: Uint8Array, options: ReadOptions = {}): SourceFile | SourceRefusal {
  return withFlatTree(path, bytes, (file) => file, options);
}

/**
 * Like `withSource` with a tree that stays, an order of magnitude faster: it comes from this room's own parser, and from
 * tree-sitter for what that gives up on.
 */
export function withFlatTree<T>(
  path: string,
  bytes: Uint8Array,
  use: (file: SourceFile, tree: FlatTree) => T,
  options: ReadOptions = {},
): T | SourceRefusal {
  const file = decodeSource(path, bytes, options);
  if (file.kind === 'refused') return file;
  const tree = parseFlat(file.text);
  if (tree === undefined) return parsed(file, (root) => use(file, copyTree(root, file.text)));
  return unlessTooDeep(path, () => use(file, tree));
}

/**
 * Like `readSource`, and hands over the tree of the same single parse; it is freed when `use` ends. A file on which `use`
 * runs out of stack is refused as `too-deep`.
 */
export function withSource<T>(
  path: string,
  bytes: Uint8Array,
  use: (file: SourceFile, root: SyntaxNode) => T,
  options: ReadOptions = {},
): T | SourceRefusal {
  const file = decodeSource(path, bytes, options);
  return file.kind === 'refused' ? file : parsed(file, (root) => use(file, root));
}

function parsed<T>(file: SourceFile, use: (root: SyntaxNode) => T): T | SourceRefusal {
  return unlessTooDeep(file.path, () =>
    withTree(file, (root) => {
      const problem = syntaxProblem(root, file.text);
      return problem ? refuse(file.path, problem.reason, problem.line, problem.message) : use(root);
    }),
  );
}

function unlessTooDeep<T>(path: string, use: () => T): T | SourceRefusal {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof RangeError) || !error.message.includes('call stack')) throw error;
    return refuse(path, 'too-deep', 1, 'An expression of the file is nested thousands of levels deep');
  }
}

/** Like `readSource` without parsing: a file whose syntax is wrong is a source here. */
export function decodeSource(path: string, bytes: Uint8Array, options: ReadOptions = {}): SourceFile | SourceRefusal {
  const limit = options.limit ?? 8 << 20;
  if (bytes.byteLength > limit) {
    const message = `The file has ${bytes.byteLength} bytes, more than the limit of ${limit}`;
    return refuse(path, 'too-large', 1, message);
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) return refuse(path, 'binary', lineOfByte(bytes, zero), 'The file holds a zero byte');
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const label = declaredEncoding(bytes);
  const codec = label === undefined ? utf8 : codecFor(label);
  if (codec === undefined) {
    return refuse(path, 'unknown-encoding', 1, `The file declares an encoding Ferryman does not know: ${label}`);
  }
  if (bom && codec !== utf8) {
    return refuse(path, 'unknown-encoding', 1, `The file has a UTF-8 mark and declares ${codec.name}`);
  }
  const body = bom ? bytes.subarray(3) : bytes;
  const text = codec.decode(body);
  if (text === undefined) {
    return refuse(path, 'undecodable', badLine(body, codec), `The file is not valid ${codec.name}`);
  }
  if (codec !== utf8 && !same(codec.encode(text), body)) {
    return refuse(path, 'undecodable', 1, `The file's ${codec.name} cannot be written back exactly`);
  }
  return { kind: 'source', path, text, encoding: codec.name, bom, ...newlines(text) };
}

/**
 * The bytes of `text` in the file's encoding, with its byte order mark. Throws `FERRY_UNENCODABLE` for a character the
 * encoding does not have, and when the text no longer declares the encoding it had.
 */
export function encodeSource(file: SourceFile, text: string): Uint8Array {
  const codec = codecFor(file.encoding);
  const body = codec?.encode(text);
  if (codec === undefined || body === undefined) {
    throw unencodable(file, `A change to this file needs a character that ${file.encoding} does not have`);
  }
  const label = declaredEncoding(body);
  if ((label === undefined ? utf8 : codecFor(label)) !== codec) {
    throw unencodable(file, `A change to this file moves its "coding" line out of place`);
  }
  return file.bom ? Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), body]) : body;
}

function unencodable(file: SourceFile, message: string): FerryError {
  return new FerryError({
    code: 'FERRY_UNENCODABLE',
    message,
    where: file.path,
    next: 'Convert the file to UTF-8, commit that, and run again.',
    exitCode: 1,
  });
}

const nextSteps: Readonly<Record<RefusalReason, string>> = {
  'too-large': 'Split the file, or leave it out of the migration.',
  'too-deep': 'Leave the file out of the migration, or write the expression in parts.',
  binary: 'Leave the file out of the migration, or save it as text.',
  'unknown-encoding': 'Convert the file to UTF-8.',
  undecodable: 'Convert the file to UTF-8, or correct its "coding" line.',
  'python-2': 'Port the file to Python 3 first, or leave it out of the migration.',
  syntax: 'Correct the file, or leave it out of the migration if it is a template or newer than Python 3.14.',
};

function refuse(path: string, reason: RefusalReason, line: number, message: string): SourceRefusal {
  return { kind: 'refused', path, reason, line, message, next: nextSteps[reason] };
}

function newlines(text: string): Pick<SourceFile, 'newline' | 'mixedNewlines' | 'finalNewline'> {
  if (!text.includes('\r')) return { newline: '\n', mixedNewlines: false, finalNewline: text.endsWith('\n') };
  const count: Record<Newline, number> = { '\n': 0, '\r\n': 0, '\r': 0 };
  for (const [kind] of text.matchAll(/\r\n|\r|\n/g)) count[kind as Newline] += 1;
  const kinds = (Object.keys(count) as Newline[]).filter((kind) => count[kind] > 0);
  const newline = kinds.reduce<Newline>((most, kind) => (count[kind] > count[most] ? kind : most), '\n');
  return { newline, mixedNewlines: kinds.length > 1, finalNewline: /[\r\n]$/.test(text) };
}

function badLine(bytes: Uint8Array, codec: Codec): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found + 1;
    if (codec.decode(bytes.subarray(start, end)) === undefined) return line;
    start = end;
  }
  return 1;
}

function lineOfByte(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let index = 0; index < offset; index += 1) if (bytes[index] === 10) line += 1;
  return line;
}

function same(one: Uint8Array | undefined, other: Uint8Array): boolean {
  return one !== undefined && Buffer.compare(one, other) === 0;
}
