import { isNowhere, type Seed } from '../../colour/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { type Expr, indexUses, isTestModule, type Program, type ProjectFunction } from '../../program/index.ts';
import { blockOf, runOf } from '../../recipes/index.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/**
 * What has to be awaited once the function around it is asynchronous: what the receiver's asynchronous face has, too,
 * where the receiver can be nothing else; what does its I/O on something that has a face; and what synchronous code hands
 * to `wait`. Another face is an entry in the knowledge files, see `twins` and `runs` there.
 */
export function seedOf(program: Program, knowledge: Knowledge, call: Call, scope: ProjectFunction): Seed | undefined {
  if (isTestModule(scope.module)) return undefined;
  const names = namesOf(program, call, scope);
  const [name] = names;
  if (name === undefined) return undefined;
  if (names.every((each) => knowledge.runsOn(each) !== undefined))
    return runSeed(program, knowledge, name, call, scope);
  const twins = names.flatMap((each) => knowledge.twin(each) ?? []);
  const [twin] = twins;
  if (twin === undefined || twins.length < names.length) return undefined;
  if (twins.some(({ how, face, plain }) => how !== twin.how || face !== twin.face || plain !== twin.plain))
    return undefined;
  if (twin.how === 'awaited') {
    const isFaceEnough = twin.plain === undefined || isReceiver(program, knowledge, call);
    return { name, gives: 'coroutine', form: isFaceEnough ? {} : { attribute: twin.plain ?? '' } };
  }
  return isEntered(program, knowledge, twin.how, call, scope) ? { name, gives: 'manager', form: {} } : undefined;
}

/** Everything that the callee may be, by its dotted names; none where it may be something else. */
function namesOf({ evaluation: ev }: Program, call: Call, scope: ProjectFunction): readonly string[] {
  const values = [...ev.of(call.callee, scope)].filter((value) => !isNowhere(value));
  const known = ev.isTold(call.callee) ? values.filter(({ kind }) => kind !== 'unknown') : values;
  const names = known.flatMap((value) => (value.kind === 'external' ? [value.name] : []));
  return names.length === known.length ? names : [];
}

/** `db.connection().execute(...)`: the face that is awaited is what the next call is for. */
function isReceiver({ evaluation }: Program, knowledge: Knowledge, call: Call): boolean {
  const uses = indexUses(evaluation);
  const scope = uses.scopeOf(call);
  return uses.of(call).every((use) => {
    if (use.kind !== 'part' || use.parent.kind !== 'attribute' || scope === undefined) return false;
    return uses
      .of(use.parent)
      .every(
        (outer) =>
          outer.kind === 'callee' &&
          [...evaluation.of(outer.parent.callee, scope)].every(
            (value) => value.kind === 'external' && knowledge.twin(value.name)?.how === 'awaited',
          ),
      );
  });
}

/** A `with` takes it directly, and nothing of what it then gives would be missed on the face. */
function isEntered(
  { evaluation }: Program,
  knowledge: Knowledge,
  how: 'entered' | 'opened',
  call: Call,
  scope: ProjectFunction,
): boolean {
  const [use, ...others] = indexUses(evaluation).of(call);
  if (use?.kind !== 'entered' || use.item.isAsync || others.length > 0) return false;
  const block = blockOf(evaluation, knowledge, call, scope);
  return block !== undefined && (how === 'entered' || block.target !== undefined);
}

/** `Base.metadata.create_all(engine)`: a statement of its own on an engine, anywhere on a connection. */
function runSeed(
  { evaluation }: Program,
  knowledge: Knowledge,
  name: string,
  call: Call,
  scope: ProjectFunction,
): Seed | undefined {
  const run = runOf(evaluation, knowledge, call, scope);
  if (run === undefined) return undefined;
  if (run.opens === undefined) return { name, gives: 'coroutine', form: {} };
  const isStatement = indexUses(evaluation)
    .of(call)
    .every(({ kind }) => kind === 'bare');
  return isStatement ? { name, gives: 'coroutine', form: { isBlock: true } } : undefined;
}
