import { type Edit, insertAt } from '../edits.ts';
import { lineStart, nextLine } from '../layout.ts';
import type { WritingStyle } from './items.ts';
import { FUTURE, orderOf, sectionOf, type StatementKey, statementOrders } from './order.ts';
import type { ImportStatement, ModuleLayout } from './statements.ts';

/** A new line of imports. */
export interface NewLine extends StatementKey {
  readonly line: string;
}

/** What the file's own imports say about where a line goes. */
export interface Placing {
  readonly text: string;
  readonly layout: ModuleLayout;
  readonly style: WritingStyle;
  readonly firstParty: ReadonlySet<string>;
  /** Where the file's other edits begin: what they use has to be imported above. */
  readonly firstEdit: number;
}

export function keyOf({ kind, module, items: [first] }: ImportStatement): StatementKey {
  if (kind === 'import') return { kind, module: first?.name ?? '' };
  return first ? { kind, module, first } : { kind, module };
}

/** Edits that put new lines among the imports at the head of the module: each in its section, in its order. */
export function placeLines(placing: Placing, lines: readonly NewLine[]): Edit[] {
  const runs = runsAbove(placing);
  if (runs.length === 0) return startOfModule(placing, lines);
  return runs.flatMap((run) => {
    const mine = lines.filter((line) => runFor(placing, runs, line) === run);
    return mine.length > 0 ? placeAmong(placing, run, mine) : [];
  });
}

/** The runs that begin above everything that may use the new names; all where there is none. */
function runsAbove({ layout, firstEdit }: Placing): ImportStatement[][] {
  const runs = runsOfImports(layout);
  const above = runs.filter(([first]) => first !== undefined && first.start < firstEdit);
  return above.length > 0 ? above : runs;
}

/** Imports at the head with nothing else between them; sorters order each run by itself. */
function runsOfImports(layout: ModuleLayout): ImportStatement[][] {
  const runs: ImportStatement[][] = [];
  let run: ImportStatement[] | undefined;
  for (const node of layout.statements) {
    if (node.startIndex >= layout.headEnd) break;
    const statement = layout.imports.find((each) => each.start === node.startIndex && each.alone);
    if (statement === undefined) run = undefined;
    else if (run) run.push(statement);
    else runs.push((run = [statement]));
  }
  return runs;
}

/** The run with most of the line's section; else the last, behind whatever prepares the ground between the runs. */
function runFor(
  { firstParty }: Placing,
  runs: readonly ImportStatement[][],
  line: NewLine,
): ImportStatement[] | undefined {
  const mine = sectionOf(line.module, firstParty);
  const counts = runs.map((run) => run.filter((each) => sectionOf(keyOf(each).module, firstParty) === mine).length);
  const most = Math.max(...counts);
  return most > 0 ? runs[counts.indexOf(most)] : runs.at(mine === FUTURE ? 0 : -1);
}

/** Edits that put new lines among the given statements. */
export function placeAmong(placing: Placing, present: readonly ImportStatement[], lines: readonly NewLine[]): Edit[] {
  const { text, style, firstParty } = placing;
  const section = (key: StatementKey) => sectionOf(key.module, firstParty);
  const separated = separatesSections(placing, present);
  const groups = new Map<string, { offset: number; before: string; after: string; lines: NewLine[] }>();
  const put = (offset: number, before: string, after: string, line: NewLine) => {
    const id = `${offset} ${before} ${after} ${before || after ? section(line) : ''}`;
    const group = groups.get(id);
    if (group) group.lines.push(line);
    else groups.set(id, { offset, before, after, lines: [line] });
  };
  for (const line of lines) {
    const mine = section(line);
    const same = present.filter((statement) => section(keyOf(statement)) === mine);
    const order = orderOf(same.map(keyOf), statementOrders);
    const earlier = same.findLast((statement) => order === undefined || order(keyOf(statement), line) <= 0);
    const later = same[0];
    if (earlier) put(nextLine(text, earlier.end), '', '', line);
    else if (later) put(aboveComments(text, later), '', hasCommentsAbove(text, later) ? style.newline : '', line);
    else {
      const lower = present.findLast((statement) => section(keyOf(statement)) < mine);
      const higher = present.find((statement) => section(keyOf(statement)) > mine);
      if (lower) put(nextLine(text, lower.end), separated && endsBlock(text, lower) ? style.newline : '', '', line);
      else if (higher) put(aboveComments(text, higher), '', separated ? style.newline : '', line);
    }
  }
  const ordered = [...groups.values()].sort((a, b) => section(a.lines[0] as NewLine) - section(b.lines[0] as NewLine));
  return ordered.map(({ offset, before, after, lines: block }) => {
    const indentation = present[0]?.indentation ?? '';
    const order = statementOrders[0];
    const sorted = order ? block.toSorted(order) : block;
    const body = sorted.map(({ line }) => indent(line, indentation, style.newline) + style.newline).join('');
    return insertAt(offset, missingLineEnd(text, offset, style) + before + body + after);
  });
}

/** Whether a blank line, or nothing, comes behind a statement: files that crowd their code keep it so. */
function endsBlock(text: string, statement: ImportStatement): boolean {
  return /^[ \t\f]*(?:[\r\n]|$)/.test(text.slice(nextLine(text, statement.end)));
}

function indent(line: string, indentation: string, newline: string): string {
  return line
    .split(newline)
    .map((part) => indentation + part)
    .join(newline);
}

/** Text that ends without a line end gets one before a new line is added. */
function missingLineEnd(text: string, offset: number, style: WritingStyle): string {
  return offset === text.length && offset > 0 && !/[\r\n]$/.test(text) ? style.newline : '';
}

/** An edit that adds a new `if TYPE_CHECKING:` block behind the imports. */
export function placeTypeBlock(placing: Placing, lines: readonly string[]): Edit {
  const { text, layout, style } = placing;
  const head = layout.imports.filter((statement) => !statement.typeOnly && statement.start < layout.headEnd);
  const body = lines.map((line) => line + style.newline).join('');
  const last = head.at(-1);
  if (last) {
    const offset = nextLine(text, last.end);
    return insertAt(offset, missingLineEnd(text, offset, style) + style.newline + body);
  }
  if (layout.docstring) {
    const offset = nextLine(text, layout.docstring.endIndex);
    return insertAt(offset, missingLineEnd(text, offset, style) + style.newline + body);
  }
  const [first] = layout.statements;
  if (first) return insertAt(startBelowHeader(text, first.startIndex), body + style.newline);
  // The guard's own import comes first in a module that is empty so far.
  return insertAt(text.length, style.newline + body);
}

/** Comment lines directly above a statement belong to it. The first two lines may be the file's own (`#!`, coding). */
function aboveComments(text: string, statement: ImportStatement): number {
  let start = lineStart(text, statement.start);
  while (start > 0) {
    const above = lineStart(text, start - (text.startsWith('\r\n', start - 2) ? 2 : 1));
    const line = text.slice(above, start);
    if (!/^[ \t]*#/.test(line) || /^#!|^#.*coding[:=]/.test(line)) break;
    start = above;
  }
  // A comment that begins the file is its header (a licence, say), not a remark on the first import.
  return start === 0 && statement.start > 0 ? lineStart(text, statement.start) : start;
}

function hasCommentsAbove(text: string, statement: ImportStatement): boolean {
  return aboveComments(text, statement) < lineStart(text, statement.start);
}

/** Whether blank lines stand between the sections; yes when the file has only one section. */
function separatesSections(placing: Placing, present: readonly ImportStatement[]): boolean {
  const { text, firstParty } = placing;
  for (const [index, statement] of present.entries()) {
    const previous = present[index - 1];
    if (previous === undefined) continue;
    const [one, other] = [previous, statement].map((item) => sectionOf(keyOf(item).module, firstParty));
    if (one === other) continue;
    return /(?:\n|\r(?!\n))[ \t\f]*[\r\n]/.test(text.slice(previous.end, statement.start));
  }
  return true;
}

/** Lines in their sections, with blank lines between those. */
function sectioned({ style, firstParty }: Placing, lines: readonly NewLine[]): string {
  const section = ({ module }: NewLine) => sectionOf(module, firstParty);
  const sections = [...new Set(lines.map(section))].sort((a, b) => a - b);
  const [order] = statementOrders;
  return sections
    .map((number) => {
      const block = lines.filter((line) => section(line) === number).toSorted(order);
      return block.map(({ line }) => line + style.newline).join('');
    })
    .join(style.newline);
}

/** A module without imports: below the docstring, or above its first statement. */
function startOfModule(placing: Placing, lines: readonly NewLine[]): Edit[] {
  const { text, layout, style } = placing;
  const body = sectioned(placing, lines);
  const [first] = layout.statements;
  if (layout.docstring) {
    const offset = nextLine(text, layout.docstring.endIndex);
    const gap = /^[ \t\f]*(?:[\r\n]|$)/.test(text.slice(offset)) ? '' : style.newline;
    return [insertAt(offset, missingLineEnd(text, offset, style) + style.newline + body + gap)];
  }
  if (first === undefined) {
    return [insertAt(text.length, missingLineEnd(text, text.length, style) + body)];
  }
  const definition = first.type.endsWith('definition');
  const gap = style.newline.repeat(definition ? 2 : 1);
  return [insertAt(startBelowHeader(text, first.startIndex), body + gap)];
}

const HEADER =
  /^(?:[ \t\f]*(?:\r\n|\r(?!\n)|\n))*(?:[ \t\f]*#[^\r\n]*(?:\r\n|\r(?!\n)|\n))+(?:[ \t\f]*(?:\r\n|\r(?!\n)|\n))+/;

/** Comments that begin the file stay on top; those directly above the first statement stay with it. */
function startBelowHeader(text: string, first: number): number {
  const above = text.slice(0, lineStart(text, first));
  const header = HEADER.exec(above);
  if (header) return header[0].length;
  const firstEnd = nextLine(above, 0);
  const secondEnd = nextLine(above, firstEnd);
  const coding = /^[ \t\f]*#.*coding[:=]/;
  if (coding.test(above.slice(firstEnd, secondEnd)) && !coding.test(above.slice(0, firstEnd))) return secondEnd;
  return above.startsWith('#!') || coding.test(above.slice(0, firstEnd)) ? firstEnd : 0;
}
