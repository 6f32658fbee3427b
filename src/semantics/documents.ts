import * as fs from 'node:fs';
import { FerryError } from '../base/index.ts';
import { decodeSource } from '../syntax/index.ts';
import { type Lines, linesOf } from './lines.ts';
import type { Paths } from './paths.ts';

/** A text that the server has been shown. */
export interface Document {
  readonly file: string;
  readonly uri: string;
  readonly text: string;
  readonly lines: Lines;
  readonly version: number;
}

/** Tells a server about documents. */
export interface Audience {
  opened(document: Document): void;
  changed(document: Document): void;
  closed(document: Document): void;
}

/**
 * The texts a server has been shown. Every file that is asked about is shown, because that is the text offsets count in,
 * and because a server answers for shown files whatever its exclusions say.
 */
export interface Documents {
  all(): Iterable<Document>;
  /** Show this text as the file's. */
  show(file: string, text: string): void;
  /** Show the file's own text where nothing is shown yet. Throws `FERRY_UNREADABLE`. */
  need(file: string): Document;
  forget(file: string): void;
  /** Whether this text is the file's own. */
  isOnDisk(file: string, text: string): boolean;
  /** The lines of any file, shown or not; undefined when it cannot be read. */
  lines(absolute: string): Lines | undefined;
}

/** No documents yet; `audience` hears of each change. */
export function openDocuments(paths: Paths, audience: Audience): Documents {
  const shown = new Map<string, Document>();
  const others = new Map<string, Lines | undefined>();
  let version = 0;
  const put = (file: string, text: string): Document => {
    const before = shown.get(file);
    version += 1;
    const document = { file, uri: paths.uri(file), text, lines: linesOf(text), version };
    shown.set(file, document);
    others.delete(file);
    if (before === undefined) audience.opened(document);
    else audience.changed(document);
    return document;
  };
  return {
    all: () => shown.values(),
    show(file, text) {
      const absolute = paths.absolute(file);
      if (shown.get(absolute)?.text !== text) put(absolute, text);
    },
    need(file) {
      const absolute = paths.absolute(file);
      return shown.get(absolute) ?? put(absolute, textOnDisk(absolute));
    },
    forget(file) {
      const document = shown.get(paths.absolute(file));
      if (document === undefined) return;
      shown.delete(document.file);
      audience.closed(document);
    },
    isOnDisk: (file, text) => fs.existsSync(paths.absolute(file)) && textOnDisk(paths.absolute(file)) === text,
    lines(absolute) {
      const document = shown.get(absolute);
      if (document !== undefined) return document.lines;
      if (!others.has(absolute)) others.set(absolute, linesOnDisk(absolute));
      return others.get(absolute);
    },
  };
}

function linesOnDisk(file: string): Lines | undefined {
  try {
    return linesOf(textOnDisk(file));
  } catch (error) {
    if (error instanceof FerryError) return undefined;
    throw error;
  }
}

function textOnDisk(file: string): string {
  try {
    const source = decodeSource(file, fs.readFileSync(file));
    if (source.kind === 'source') return source.text;
    throw unreadable(file, source.message, source.next);
  } catch (error) {
    if (error instanceof FerryError) throw error;
    throw unreadable(file, (error as Error).message, 'Name an existing Python file, or show its text first.');
  }
}

function unreadable(where: string, message: string, next: string): FerryError {
  return new FerryError({ code: 'FERRY_UNREADABLE', message, where, next, exitCode: 1 });
}
