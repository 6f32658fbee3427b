import { type Edit, insertAt, remove, replace } from '../edits.ts';
import { lineStart, nextLine } from '../layout.ts';
import { contains, type Range } from '../range.ts';
import type { ImportStatement } from './statements.ts';

/** Comments that speak to a tool about their own line, and go with it. */
const DIRECTIVE =
  /^#\s*(?:noqa|type:|pragma|pylint|pyright|isort|fmt|ruff|flake8|nosec|mypy|yapf|skipcq|NOSONAR|noinspection)\b/i;

/**
 * Edits that take statements out, with their lines when nothing else is on them, and with the blank lines that only set
 * them apart. A remark behind one stays, on a line of its own; a block that would be left empty gets `pass`. `block` is
 * the body of `if TYPE_CHECKING`, if any of the statements are in it. Blank lines stay where something new takes the
 * place of what goes: `filled`, offsets.
 */
export function removeStatements(
  text: string,
  statements: readonly ImportStatement[],
  block: { readonly range: Range; readonly statements: number } | undefined,
  filled: readonly number[] = [],
): Edit[] {
  const inBlock = block ? statements.filter((statement) => contains(block.range, statement)) : [];
  const emptied = block !== undefined && inBlock.length === block.statements ? inBlock[0] : undefined;
  const edits: Edit[] = [];
  const lines: Range[] = [];
  for (const statement of statements) {
    if (statement === emptied) edits.push(replace(statement, 'pass'));
    else if (!statement.alone) edits.push(removeBetweenSemicolons(text, statement));
    else if (hasRemark(statement)) {
      edits.push(remove({ start: statement.start, end: text.indexOf('#', statement.end) }));
    } else lines.push({ start: lineStart(text, statement.start), end: nextLine(text, statement.end) });
  }
  const isFilled = (range: Range) => filled.some((offset) => range.start <= offset && offset <= range.end);
  return [...edits, ...joined(lines, filled).map((range) => remove(isFilled(range) ? range : withoutGap(text, range)))];
}

const hasRemark = ({ comment }: ImportStatement) => comment !== undefined && !DIRECTIVE.test(comment);

/** Ranges that touch become one, unless something new comes between them. */
function joined(ranges: readonly Range[], filled: readonly number[]): Range[] {
  const found: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last && last.end === range.start && !filled.includes(range.start))
      found[found.length - 1] = { start: last.start, end: range.end };
    else found.push(range);
  }
  return found;
}

const BLANKS_BEFORE = /(?:\n|\r(?!\n)|^)((?:[ \t]*(?:\r\n|\r(?!\n)|\n))+)$/;
const BLANKS_AFTER = /^(?:[ \t]*(?:\r\n|\r(?!\n)|\n))+/;

/** Blank lines on both sides (or on one, at an end of the file) must not add up: the fewer go, too. */
function withoutGap(text: string, range: Range): Range {
  const before = BLANKS_BEFORE.exec(text.slice(0, range.start))?.[1] ?? '';
  const after = BLANKS_AFTER.exec(text.slice(range.end))?.[0] ?? '';
  const atEnds = range.start === 0 || range.end === text.length;
  if (!atEnds && (before === '' || after === '')) return range;
  const count = (blank: string) => blank.match(/\r\n|\r|\n/g)?.length ?? 0;
  const takeBefore = range.start > 0 && (range.end === text.length || count(before) <= count(after));
  return takeBefore
    ? { start: range.start - before.length, end: range.end }
    : { start: range.start, end: range.end + after.length };
}

/** `import a; import b` */
function removeBetweenSemicolons(text: string, statement: ImportStatement): Edit {
  const behind = /^[ \t]*;[ \t]*/.exec(text.slice(statement.end))?.[0];
  const nothingAfter = /^[ \t]*;?[ \t]*(?:#.*)?(?:[\r\n]|$)/.test(text.slice(statement.end));
  if (behind !== undefined && !nothingAfter) {
    return remove({ start: statement.start, end: statement.end + behind.length });
  }
  const before = /[ \t]*;[ \t]*$/.exec(text.slice(0, statement.start))?.[0];
  if (before !== undefined) return remove({ start: statement.start - before.length, end: statement.end });
  // The only statement behind a colon: `if debug: import trace`.
  return replace(statement, 'pass');
}

/** A statement behind another one, wherever that stands: on the next line, or behind a semicolon. */
export function addBehind(text: string, statement: ImportStatement, added: string, newline: string): Edit {
  if (!statement.alone) return insertAt(statement.end, `; ${added}`);
  const next = nextLine(text, statement.end);
  if (next === text.length && !/[\r\n]$/.test(text)) return insertAt(next, newline + statement.indentation + added);
  return insertAt(next, statement.indentation + added + newline);
}
