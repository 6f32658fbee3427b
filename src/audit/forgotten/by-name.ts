import { callTargets, type ProjectFunction } from '../../program/index.ts';
import type { Analysis, Call } from './model.ts';
import { either, type Pending, plain, unknown } from './layers.ts';

/** The receiver is unknown, and methods of that name are asynchronous: in the project, or in a library that it uses. */
export function byName(a: Analysis, call: Call, scope: ProjectFunction, pending: Pending): Pending {
  if (pending.sure || call.callee.kind !== 'attribute') return plain;
  const { name } = call.callee;
  const values = [...a.ev.of(call.callee, scope)];
  const isField = values.length > 0 && values.every((value) => isOfField(value));
  const named = isField
    ? a.ev.project.methodsNamed(name)
    : callTargets(a.ev, call, scope).flatMap((target) => (target.how === 'name' ? [target.function] : []));
  const results = named.map((method) => a.result(method)).filter(({ layers }) => layers.length > 0);
  if (results.length > 0) return either([...results, unknown]);
  const isBlind = named.length === 0 && values.every((value) => value.kind === 'unknown' || isOfField(value));
  if (!isBlind || !scope.facts.isAsync) return plain;
  // what a call or an await gives is another thing than what was asked
  const { kind } = call.callee.of;
  if (kind === 'call' || kind === 'await' || ordinary.has(name)) return plain;
  const method = a.knowledge.awaitableMethods(name).find(({ owner }) => importsOf(a).has(moduleOf(owner)));
  return method ? { layers: [method.gives], sure: false } : plain;
}

/** `child: Node = field()`: the annotation says what it holds, and nobody could read it. */
function isOfField(value: { readonly kind: string; readonly name?: string }): boolean {
  return value.kind === 'external' && value.name?.startsWith('dataclasses.field().') === true;
}

/** `redis.asyncio` of `redis.asyncio.Redis`. */
function moduleOf(owner: string): string {
  return owner.slice(0, Math.max(0, owner.lastIndexOf('.')));
}

/** Names that too many things have. */
const ordinary = new Set(
  `get set keys exists delete expire ping read write seek close send json text body form accept receive wait put join
  acquire open start connect connection stream request options head post patch merge reset stat begin`.split(/\s+/u),
);

const known = new WeakMap<Analysis, ReadonlySet<string>>();

/** Modules that the project imports, and those above them. */
function importsOf(a: Analysis): ReadonlySet<string> {
  const before = known.get(a);
  if (before) return before;
  const found = new Set<string>();
  for (const { facts } of a.ev.project.functions)
    for (const { module, level } of facts.imports) {
      if (level > 0) continue;
      for (let end = module.length; end > 0; end = module.lastIndexOf('.', end - 1)) found.add(module.slice(0, end));
    }
  known.set(a, found);
  return found;
}
