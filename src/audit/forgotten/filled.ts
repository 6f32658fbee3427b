import type { Expr, ProjectFunction, Value } from '../../program/index.ts';
import type { Analysis } from './model.ts';

/**
 * `for client in clients: client.send_text(...)`, where `clients = []` was filled by `clients.append(socket)`: what the
 * method is, by what was put into the list. Empty where the list has other contents.
 */
export function filledValues(a: Analysis, callee: Expr, scope: ProjectFunction): readonly Value[] {
  if (callee.kind !== 'attribute' || callee.of.kind !== 'name') return [];
  const home = a.uses.home(scope, callee.of.id);
  const { id } = callee.of;
  const bindings = home?.facts.bindings.filter(({ target }) => target.kind === 'name' && target.id === id) ?? [];
  const [binding] = bindings;
  if (!home || binding?.value?.kind !== 'name') return [];
  const container = binding.value.id;
  const same = bindings.every(
    ({ how, value }) => how === 'element' && value?.kind === 'name' && value.id === container,
  );
  if (!same) return [];
  const owner = a.uses.home(home, container);
  if (!owner) return [];
  const made = owner.facts.bindings.filter(({ target }) => target.kind === 'name' && target.id === container);
  const isEmpty = made.length > 0 && made.every(({ value }) => value !== undefined && isEmptyContainer(value));
  if (!isEmpty || owner.facts.parameters.some(({ name }) => name === container)) return [];
  const put = a.uses.reads(owner, container).flatMap(({ expr, scope: at }) =>
    a.uses.of(expr).flatMap((use) => {
      if (use.kind !== 'part' || use.parent.kind !== 'attribute') return [];
      if (!/^(?:append|add|appendleft|insert)$/u.test(use.parent.name)) return [];
      return a.uses.of(use.parent).flatMap((outer) => {
        const item = outer.kind === 'callee' ? outer.parent.args.at(-1) : undefined;
        return item ? [...a.ev.attribute(a.ev.of(item.value, at), callee.name)] : [];
      });
    }),
  );
  return put.some(({ kind }) => kind === 'unknown') ? [] : [...new Set(put)];
}

function isEmptyContainer(value: Expr): boolean {
  if (value.kind === 'collection') return value.items.length === 0;
  const { kind } = value;
  if (kind !== 'call' || value.args.length > 0 || value.callee.kind !== 'name') return false;
  return ['list', 'set', 'deque', 'dict'].includes(value.callee.id);
}
