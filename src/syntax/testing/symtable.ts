import * as path from 'node:path';
import { FerryError, run } from '../../base/index.ts';
import type { Binding, ModuleScope, Scope } from '../scopes/model.ts';
import { resolveStored } from '../scopes/resolve.ts';

/** What CPython says of one file. */
export interface SymbolTable {
  readonly path: string;
  readonly error?: string;
  /** Comprehensions are merged into the scope around them (PEP 709). */
  readonly inlined?: boolean;
  readonly scopes?: readonly (readonly [
    kind: string,
    name: string,
    line: number,
    symbols: Readonly<Record<string, 'L' | 'G' | 'F'>>,
  ])[];
}

/** Ask one Python for the symbol tables of files (absolute paths), in one process. */
export async function symbolTables(python: string, files: readonly string[]): Promise<SymbolTable[]> {
  const script = path.join(import.meta.dirname, 'symbols.py');
  const options = { cwd: import.meta.dirname, timeoutMs: 300_000, input: JSON.stringify(files), keepBytes: 256 << 20 };
  const result = await run(python, ['-I', script], options);
  if (result.status !== 0) {
    throw new FerryError({
      code: 'FERRY_SYMTABLE',
      message: `Python could not list the symbols: ${result.stderr.slice(-500)}`,
      where: python,
      next: 'Run bench roundtrip with a working python3.',
      exitCode: 3,
    });
  }
  return result.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SymbolTable);
}

/** Where our scopes and CPython's differ, one line each; empty when they agree. */
export function differences(text: string, module: ModuleScope, table: SymbolTable): string[] {
  const lineOf = lines(text);
  const lazy = [...module.bindings.values()].flat().some(isPostponed);
  const ours = collect(module.all.map((scope) => [scopeKey(scope, lineOf(scope.start)), symbolsOf(scope)] as const));
  const theirs = collect((table.scopes ?? []).map(([kind, name, line, symbols]) => [key(kind, name, line), symbols]));
  const found: string[] = [];
  const merged = table.inlined ? comprehensionNames(module) : new Set<string>();
  for (const scope of new Set([...ours.keys(), ...theirs.keys()])) {
    if (table.inlined && /^(?:function (?:list|set|dict)comp|type variable \w+)@/.test(scope)) continue;
    const one = ours.get(scope) ?? [];
    const other = theirs.get(scope) ?? [];
    if (one.length !== other.length) found.push(`${scope}: ${one.length} here, ${other.length} in CPython`);
    for (const [index, symbols] of other.entries()) {
      const mine = one[index];
      if (mine) found.push(...compare(scope, mine, symbols, { lazy, merged }));
    }
  }
  return found;
}

const isPostponed = ({ imported }: Binding) => imported?.module === '__future__' && imported.name === 'annotations';

type Symbols = Readonly<Record<string, string>>;

/** Names that comprehensions bind or mention: after merging, they say nothing about the scope around. */
function comprehensionNames(module: ModuleScope): Set<string> {
  const inside = module.all.filter((scope) => scope.kind === 'comprehension');
  return new Set(inside.flatMap((scope) => scope.references.map(({ name }) => name)));
}

interface Leniency {
  readonly lazy: boolean;
  readonly merged: ReadonlySet<string>;
}

function compare(scope: string, ours: Symbols, theirs: Symbols, { lazy, merged }: Leniency): string[] {
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  const found: string[] = [];
  for (const name of names) {
    if (ours[name] === theirs[name]) continue;
    // `super` makes CPython mention `__class__`; postponed annotations are not in its tables at all.
    if (ours[name] === undefined && name === '__class__') continue;
    if (theirs[name] === undefined && lazy) continue;
    if (/^__(?:type_params|classdict|conditional_annotations)__$/.test(name)) continue;
    // Bounds and defaults of type parameters have scopes of their own there.
    if (theirs[name] === undefined && scope.startsWith('type-parameters')) continue;
    if (merged.has(name) && (ours[name] === undefined || theirs[name] === 'L')) continue;
    found.push(`${scope} ${name}: ${ours[name] ?? '-'} here, ${theirs[name] ?? '-'} in CPython`);
  }
  return found;
}

function symbolsOf(scope: Scope): Symbols {
  const symbols: Record<string, string> = Object.create(null);
  for (const { name } of scope.references) symbols[name] ??= letter(name, scope);
  for (const name of leaked(scope)) symbols[name] ??= letter(name, scope);
  for (const [name, bindings] of scope.bindings) {
    if (bindings.some((binding) => boundBy(binding.by, scope))) symbols[name] = 'L';
  }
  return symbols;
}

/** Names that a walrus in a comprehension sends out to this scope. */
function leaked(scope: Scope): string[] {
  if (scope.kind === 'comprehension' || scope.kind === 'module') return [];
  const inside = (outer: Scope): Scope[] =>
    outer.children.filter((child) => child.kind === 'comprehension').flatMap((child) => [child, ...inside(child)]);
  return inside(scope).flatMap((child) =>
    child.references.flatMap(({ name, access }) => (access === 'store' && !child.bindings.has(name) ? [name] : [])),
  );
}

function letter(name: string, scope: Scope): string {
  const found = resolveStored(name, scope);
  if (name === '__class__' && found.kind === 'bound' && found.scope !== scope && !scope.globals.has(name)) return 'F';
  if (found.kind !== 'bound') return 'G';
  if (found.scope === scope && found.bindings.some((binding) => boundBy(binding.by, scope))) return 'L';
  // Type scopes look into the class body they stand in at run time; the tables call that global.
  return found.scope.kind === 'module' || found.scope.kind === 'class' ? 'G' : 'F';
}

/**
 * Not what another scope put here by `global` or `nonlocal`. For CPython a walrus in a comprehension at module level is
 * such a case, too.
 */
function boundBy(by: Scope, scope: Scope): boolean {
  if (scope.kind === 'module') return by === scope;
  let home: Scope | undefined = by;
  while (home && home !== scope && home.kind === 'comprehension') home = home.parent;
  return home === scope;
}

function collect(entries: readonly (readonly [string, Symbols])[]): Map<string, Symbols[]> {
  const found = new Map<string, Symbols[]>();
  for (const [scope, symbols] of entries) found.set(scope, [...(found.get(scope) ?? []), symbols]);
  for (const list of found.values()) list.sort((a, b) => (sorted(a) < sorted(b) ? -1 : 1));
  return found;
}

const sorted = (symbols: Symbols) =>
  Object.entries(symbols)
    .map(([name, letter]) => name + letter)
    .sort()
    .join(' ');

function scopeKey(scope: Scope, line: number): string {
  if (scope.kind === 'module') return key('module', 'top', 0);
  const kind = scope.kind === 'lambda' || scope.kind === 'comprehension' ? 'function' : scope.kind;
  return key(kind, scope.name.replace(/^<(.*)>$/, '$1'), line);
}

const key = (kind: string, name: string, line: number) => `${kind} ${name}@${line}`;

/** 1-based line of an offset. */
export function lines(text: string): (offset: number) => number {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length)];
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
