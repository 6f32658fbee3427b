import { fileURLToPath } from 'node:url';
import type {
  Diagnostic as LspDiagnostic,
  Location as LspLocation,
  LocationLink,
  MarkedString,
  MarkupContent,
  Range as LspRange,
} from 'vscode-languageserver-protocol';
import { FerryError } from '../base/index.ts';
import type { Documents } from './documents.ts';
import type { Lines } from './lines.ts';
import type { Diagnostic, Location } from './model.ts';
import type { Paths } from './paths.ts';

/** Every answer of definition, typeDefinition, implementation, references: one, many, links or nothing. */
export type LocationsAnswer = LspLocation | readonly (LspLocation | LocationLink)[] | null;

/** Locations without repetition, in the server's order. Throws `FERRY_UNREADABLE` for one that cannot be read. */
export function locationsOf(answer: LocationsAnswer, paths: Paths, documents: Documents): Location[] {
  const all = answer === null ? [] : Array.isArray(answer) ? answer : [answer];
  const found = new Map<string, Location>();
  for (const each of all as readonly (LspLocation | LocationLink)[]) {
    const [uri, range] = 'uri' in each ? [each.uri, each.range] : [each.targetUri, each.targetSelectionRange];
    const absolute = paths.ofUri(uri);
    const lines = absolute === undefined ? undefined : documents.lines(absolute);
    if (absolute === undefined || lines === undefined) throw unreadable(uri);
    const location = { ...paths.told(absolute), ...stretch(range, lines) };
    found.set(`${location.file}:${location.start}:${location.end}`, location);
  }
  return [...found.values()];
}

function stretch({ start, end }: LspRange, lines: Lines): Pick<Location, 'start' | 'end' | 'line'> {
  return { start: lines.offsetAt(start), end: lines.offsetAt(end), line: start.line + 1 };
}

const SEVERITIES = { 1: 'error', 2: 'warning', 3: 'information' } as const;

/** Errors, warnings and informations in the order of the text; hints are for editors. */
export function diagnosticsOf(items: readonly LspDiagnostic[], lines: Lines): Diagnostic[] {
  return items
    .flatMap(({ severity = 1, code, message, range }) => {
      if (severity === 4) return [];
      const rule = code === undefined ? undefined : String(code);
      const text = typeof message === 'string' ? message : message.value;
      return [{ severity: SEVERITIES[severity], rule, message: text, ...stretch(range, lines) }];
    })
    .sort((a, b) => a.start - b.start);
}

/** The text of a hover without the markup that some servers send although they were asked for none. */
export function hoverText(contents: MarkupContent | MarkedString | readonly MarkedString[]): string | undefined {
  const parts = (Array.isArray(contents) ? contents : [contents]) as readonly (MarkupContent | MarkedString)[];
  const text = parts
    .map((part) => (typeof part === 'string' ? part : part.value))
    .join('\n')
    .replace(/^```\w*\n([\s\S]*?)\n```[\s\S]*$/, '$1')
    .trim();
  return text === '' ? undefined : text;
}

function unreadable(uri: string): FerryError {
  return new FerryError({
    code: 'FERRY_UNREADABLE',
    message: 'The language server points at a file that cannot be read',
    where: uri.startsWith('file:') ? fileURLToPath(uri) : uri,
    next: 'Treat the place as unknown.',
    exitCode: 1,
  });
}
