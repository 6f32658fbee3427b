import { type Edit, insertAt, remove, replace } from '../edits.ts';
import { lineStart, nextLine } from '../layout.ts';
import { contains, type Range } from '../range.ts';
import type { ImportStatement } from './statements.ts';

/** Comments that speak to a tool about their own line, and go with it. */
const DIRECTIVE =
  /^#\s*(?:noqa|type:|pragma|pylint|pyright|isort|fmt|ruff|flake8|nosec|mypy|yapf|skipcq|NOSONAR|noinspection)\b/i;

/**
 * Edits that take statements out, with their lines when nothing else is on them. A remark behind one stays, on a line of
 * its own; a block that would be left empty gets `pass`. `block` is the body of `if TYPE_CHECKING`, if any of the
 * statements are in it.
 */
export function removeStatements(
  text: string,
  statements: readonly ImportStatement[],
  block: { readonly range: Range; readonly statements: number } | undefined,
): Edit[] {
  const inBlock = block ? statements.filter((statement) => contains(block.range, statement)) : [];
  const emptied = block !== undefined && inBlock.length === block.statements ? inBlock[0] : undefined;
  return statements.map((statement) => {
    if (statement === emptied) return replace(statement, 'pass');
    return statement.alone ? removeLines(text, statement) : removeBetweenSemicolons(text, statement);
  });
}

function removeLines(text: string, statement: ImportStatement): Edit {
  const remark = statement.comment !== undefined && !DIRECTIVE.test(statement.comment);
  if (remark) return remove({ start: statement.start, end: text.indexOf('#', statement.end) });
  return remove({ start: lineStart(text, statement.start), end: nextLine(text, statement.end) });
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
