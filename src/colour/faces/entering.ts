import type { Knowledge } from '../../knowledge/index.ts';
import { type Expr, indexUses, isTestModule, type Program, type ProjectFunction } from '../../program/index.ts';
import { kindOf } from './kinds.ts';

/**
 * Sessions that are better entered asynchronously: `with SessionLocal() as db`, where something in the function awaits
 * `db` once it is native. In a function that does nothing of the kind (`db.query` alone) the block would gain nothing.
 */
export function entersSession(program: Program, knowledge: Knowledge): (expr: Expr, scope: ProjectFunction) => boolean {
  const ev = program.evaluation;
  const uses = indexUses(ev);
  const isPure = (expr: Expr, scope: ProjectFunction) => kindOf(ev, knowledge, ev.of(expr, scope))?.side === 'plain';
  return (context, scope) => {
    if (scope.facts.kind !== 'function' || isTestModule(scope.module) || !isPure(context, scope)) return false;
    const binding = scope.facts.bindings.find(({ value, how }) => how === 'enter' && value === context);
    if (binding?.target.kind !== 'name') return false;
    const { id } = binding.target;
    const face = kindOf(ev, knowledge, ev.name(id, scope))?.face;
    if (face === undefined) return false;
    return uses.reads(scope, id).some(({ expr }) =>
      uses.of(expr).some((use) => {
        if (use.kind === 'argument' || use.kind === 'yielded') return true;
        const member = use.kind === 'part' && use.parent.kind === 'attribute' ? use.parent : undefined;
        return member && face.awaited.has(member.name) && uses.of(member).some(({ kind }) => kind === 'callee');
      }),
    );
  };
}
