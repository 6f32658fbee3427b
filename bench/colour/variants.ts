import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ProjectFunction } from '../../src/program/index.ts';
import type { Case } from '../audit/labels.ts';
import { applyEdits, definitionAt, type Edit, insertAt, type SyntaxNode, withTree } from '../../src/syntax/index.ts';

/** Something to await that suspends for once, as day one leaves it in synchronous code. */
const SEED = 'wait(sleep(0))';
const IMPORTS = 'from asyncio import sleep\nfrom ferryman import wait\n';

/** Python files of a case by path relative to its folder. */
export function readFiles(root: string): ReadonlyMap<string, string> {
  const files = fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
  return new Map(files.map((file) => [file, fs.readFileSync(path.join(root, file), 'utf8')]));
}

const programs = path.join(import.meta.dirname, 'programs');

/** Programs without labels, one folder each: only what they do is judged. */
export function readPrograms(): readonly Case[] {
  const names = fs.readdirSync(programs).sort();
  return names.map((name) => ({ feature: 'programs', name, root: path.join(programs, name), labels: [] }));
}

/** Functions that can be given something to await. */
export function seedable(functions: readonly ProjectFunction[]): readonly ProjectFunction[] {
  return functions.filter(({ facts }) => facts.kind === 'function' && !facts.isAsync);
}

/** The files with something to wait for at the beginning of the functions. */
export function seeded(
  files: ReadonlyMap<string, string>,
  functions: readonly ProjectFunction[],
): ReadonlyMap<string, string> {
  const byFile = Map.groupBy(functions, ({ module }) => module.file);
  const changed = [...byFile].map(([file, here]): [string, string] => {
    const text = files.get(file) ?? '';
    const edits = withTree(text, (root) => [
      insertAt(afterHead(root, text), IMPORTS),
      ...here.map((fn) => seedEdit(definitionAt(root, fn.facts.span), fn)),
    ]);
    return [file, applyEdits(text, edits)];
  });
  return new Map([...files, ...changed]);
}

function seedEdit(definition: SyntaxNode | undefined, fn: ProjectFunction): Edit {
  const body = definition?.childForFieldName('body');
  const [first, second] = body?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
  if (!definition || !first) throw new TypeError(`${fn.qualname} was not found in ${fn.module.file}`);
  const isOneLine = first.startPosition.row === (definition.childForFieldName('parameters')?.endPosition.row ?? -1);
  if (isOneLine) return insertAt(first.startIndex, `${SEED}; `);
  const line = `\n${' '.repeat(first.startPosition.column)}`;
  if (!isDocstring(first)) return insertAt(first.startIndex, `${SEED}${line}`);
  return second ? insertAt(second.startIndex, `${SEED}${line}`) : insertAt(first.endIndex, `${line}${SEED}`);
}

/** Behind a docstring and `from __future__` imports. */
function afterHead(root: SyntaxNode, text: string): number {
  const head = root.namedChildren.findLast(
    (child, at) => child.type === 'future_import_statement' || (at === 0 && isDocstring(child)),
  );
  if (head === undefined) return 0;
  const end = text.indexOf('\n', head.endIndex);
  return end < 0 ? text.length : end + 1;
}

function isDocstring(node: SyntaxNode): boolean {
  return node.type === 'expression_statement' && node.firstNamedChild?.type === 'string';
}
