import type { Face, Knowledge } from '../../knowledge/index.ts';
import type { Evaluation, Expr, ProjectFunction, Values } from '../../program/index.ts';
import { isNowhere } from '../flips/builtins.ts';
import type { Side } from './model.ts';

/** What a value is: a session, or the asynchronous face of one. */
export interface Kind {
  readonly face: Face;
  readonly side: Side;
}

/** The one kind that all of the values are; undefined where one of them may be anything else. */
export function kindOf(ev: Evaluation, knowledge: Knowledge, values: Values): Kind | undefined {
  let kind: Kind | undefined;
  for (const value of values) {
    if (isNowhere(value)) continue;
    const name =
      value.kind === 'object'
        ? value.name
        : value.kind === 'instance'
          ? ev.types.publicName(value.class.module.name, value.class.qualname)
          : undefined;
    if (name === undefined) return undefined;
    const plain = knowledge.face(name);
    const face = plain ?? knowledge.faceNamed(name);
    if (face === undefined) return undefined;
    const side = plain ? 'plain' : 'face';
    if (kind && (kind.face !== face || kind.side !== side)) return undefined;
    kind = { face, side };
  }
  return kind;
}

/** A session with what is written around it already. */
export interface Peeled {
  readonly core: Expr;
  readonly written: Side | undefined;
}

/** `async_session(db)` and `db.sync_session` are `db` with something around it. */
export function peel(ev: Evaluation, knowledge: Knowledge, expr: Expr, scope: ProjectFunction): Peeled {
  if (expr.kind === 'attribute') {
    const kind = kindOf(ev, knowledge, ev.of(expr.of, scope));
    if (kind?.side === 'face' && kind.face.plain === expr.name) return { core: expr.of, written: 'plain' };
  }
  const given = expr.kind === 'call' ? facedBy(ev, knowledge, expr, scope) : undefined;
  return given === undefined ? { core: expr, written: undefined } : { core: given, written: 'face' };
}

/** The session that a call gives the face of: `db` of `async_session(db)`. */
export function facedBy(
  ev: Evaluation,
  knowledge: Knowledge,
  call: Extract<Expr, { kind: 'call' }>,
  scope: ProjectFunction,
): Expr | undefined {
  const [first, ...more] = call.args;
  if (first === undefined || first.name !== undefined || more.length > 0) return undefined;
  const makes = [...ev.of(call.callee, scope)];
  const isFace =
    makes.length > 0 && makes.every((value) => value.kind === 'external' && knowledge.makesFace(value.name));
  return isFace ? first.value : undefined;
}
