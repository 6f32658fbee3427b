import type { DatabaseSite, ImportFacts } from '../../program/index.ts';
import { dropImport, needImport, replace, swapImport } from '../../syntax/index.ts';
import type { RecipeContext } from '../recipe.ts';
import type { Rewriter } from '../rewriter.ts';

/** A call of a SQLAlchemy function that the runtime offers under the same name. */
export interface RuntimeCall {
  readonly site: DatabaseSite;
  readonly name: string;
  /** The name is also called where SQLAlchemy's own function has to stay. */
  readonly shared: boolean;
}

/** By the import where every import of the name can move (mentions of it move along); else where it is called. */
export function takeFromRuntime({ site, name, shared }: RuntimeCall, rewriter: Rewriter, context: RecipeContext): void {
  const { file } = site.module;
  const { callee } = site.call;
  const imports = callee.kind === 'name' && !shared ? importsOf(context, site, callee.id) : [];
  if (imports.length > 0 && imports.every((fact) => fact.name === name)) {
    for (const fact of imports) {
      const from = { module: '.'.repeat(fact.level) + fact.module, name };
      rewriter.request(file, swapImport(from, { module: 'ferryman', name }));
    }
    return;
  }
  rewriter.edit(file, replace(callee, rewriter.need(file, needImport('ferryman', name))));
  if (callee.kind !== 'attribute' || callee.of.kind !== 'name') return;
  const whole = importsOf(context, site, callee.of.id).filter((fact) => fact.name === undefined);
  for (const fact of whole) rewriter.request(file, dropImport(fact.module));
}

/** A run before this one has been here. */
export function isTaken(context: RecipeContext, site: DatabaseSite): boolean {
  const { callee } = site.call;
  const local =
    callee.kind === 'name' ? callee.id : callee.kind === 'attribute' && callee.of.kind === 'name' ? callee.of.id : '';
  return importsOf(context, site, local).some((fact) => fact.module === 'ferryman');
}

/** Whether two calls go through the same name of the same module. */
export function sharesName(one: DatabaseSite, other: DatabaseSite): boolean {
  const name = ({ call }: DatabaseSite) => (call.callee.kind === 'name' ? call.callee.id : undefined);
  return one.module === other.module && name(one) !== undefined && name(one) === name(other);
}

/** Imports, in any scope of the module, that bind `local`. */
function importsOf(context: RecipeContext, site: DatabaseSite, local: string): readonly ImportFacts[] {
  return context.program.project.functions
    .filter((scope) => scope.module === site.module)
    .flatMap((scope) => scope.facts.imports)
    .filter((fact) => fact.bound === local);
}
