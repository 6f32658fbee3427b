import type { Expr } from '../../src/program/index.ts';

type Rename = readonly [RegExp, string];

/** What Python itself calls differently in asynchronous code. */
const ours: readonly Rename[] = [
  [/^__a(enter|exit|iter|next)__$/gu, '__$1__'],
  [/^a(iter|next)$/gu, '$1'],
  [/^Async(Iterator|Iterable|Generator|ContextManager)$/gu, '$1'],
  [/^StopAsyncIteration$/gu, 'StopIteration'],
  [/^async(contextmanager)$/gu, '$1'],
  [/^(Abstract|)Async(ContextManager|ExitStack)$/gu, '$1$2'],
];

/** Gives a name as both halves of a library would have it. */
export type Undo = (name: string) => string;

/** Python's own renames undone, then the library's. */
export function undoing(renames: readonly Rename[]): Undo {
  const all = [...ours, ...renames];
  return (name) => {
    let result = name;
    for (const [from, to] of all) result = result.replace(from, to);
    return result;
  };
}

/** `Library.alend`, `open.<locals>._aread` with every part undone. */
export function undoQualname(qualname: string, undo: Undo): string {
  return qualname.split('.').map(undo).join('.');
}

/** An expression in few words, the same in both halves: what is called, on what; arguments and awaits are left out. */
export function spelling(expr: Expr, undo: Undo): string {
  const of = (part: Expr) => spelling(part, undo);
  switch (expr.kind) {
    case 'name':
      return undo(expr.id);
    case 'attribute':
      return `${of(expr.of)}.${undo(expr.name)}`;
    case 'call':
      return `${of(expr.callee)}()`;
    case 'subscript':
      return `${of(expr.of)}[]`;
    case 'await':
      return of(expr.of);
    case 'choice':
      return `(${expr.of.map(of).join('|')})`;
    case 'string':
    case 'literal':
    case 'collection':
    case 'lambda':
    case 'other':
      return `<${expr.kind}>`;
  }
}

/** A type as both halves would have it: `Iterator`, `Generator` and their asynchronous kin count as one. */
export function spellType(expr: Expr | undefined, undo: Undo): string {
  switch (expr?.kind) {
    case undefined:
      return '?';
    case 'name':
      return undo(expr.id);
    case 'attribute':
      return undo(expr.name);
    case 'choice':
      return expr.of.map((part) => spellType(part, undo)).join('|');
    case 'string':
      return undo(expr.value);
    case 'subscript': {
      const outer = spellType(expr.of, undo);
      const parts = expr.index.map((part) => spellType(part, undo));
      return /^(?:Generator|Iterator|Iterable)$/u.test(outer) ? `Iterator[${parts[0]}]` : `${outer}[${parts.join()}]`;
    }
    case 'collection':
      return `[${expr.items.map((part) => spellType(part, undo)).join()}]`;
    case 'call':
    case 'literal':
    case 'await':
    case 'lambda':
    case 'other':
      return `<${expr.kind}>`;
  }
}
