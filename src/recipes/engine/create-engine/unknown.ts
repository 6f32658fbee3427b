import { eachExpression } from '../../../program/index.ts';
import { applicationsOf } from '../../applications.ts';
import type { RecipeContext, Site } from '../../recipe.ts';

/**
 * Calls named like an engine's whose origin nobody knows: a star import, a name made at run time. If one of them makes
 * an engine, it stays synchronous, and would hold the loop; so it counts as refused.
 */
export function unknownEngines(context: RecipeContext): readonly Site<never>[] {
  const { program } = context;
  const { loaded } = applicationsOf(context);
  const known = new Set(program.databases.map(({ place }) => `${place.file}:${place.start}`));
  const sites: Site<never>[] = [];
  for (const scope of program.project.functions) {
    if (!loaded.has(scope.module)) continue;
    eachExpression(scope.facts, (expr) => {
      if (expr.kind !== 'call' || known.has(`${scope.module.file}:${expr.start}`)) return;
      const { callee } = expr;
      const name = callee.kind === 'name' ? callee.id : callee.kind === 'attribute' ? callee.name : '';
      if (name !== 'create_engine' && name !== 'engine_from_config') return;
      const values = [...program.evaluation.of(callee, scope)];
      // A function of the project by that name is read like any other.
      if (values.length > 0 && values.every((value) => value.kind === 'function')) return;
      sites.push({
        file: scope.module.file,
        line: expr.line,
        what: `${name}() cannot be carried`,
        why: 'Where this name comes from is not known, so the engine may stay synchronous.',
        applicability: 'refused',
        next: `Import ${name} by its name from sqlalchemy or sqlmodel.`,
      });
    });
  }
  return sites;
}
