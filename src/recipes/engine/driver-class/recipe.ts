import { eachExpression, type Expr, type ListenerSite, type ProjectFunction } from '../../../program/index.ts';
import { replace } from '../../../syntax/index.ts';
import { applicationsOf } from '../../applications.ts';
import { defineRecipe, type RecipeContext, type Site } from '../../recipe.ts';

type Call = Extract<Expr, { kind: 'call' }>;

interface TypeCall {
  readonly file: string;
  readonly call: Call;
  readonly of: Expr;
}

/** Events of SQLAlchemy whose listeners get a raw connection first. */
const RAW_EVENTS = new Set([
  'connect',
  'first_connect',
  'checkout',
  'checkin',
  'reset',
  'invalidate',
  'close',
  'detach',
]);

/** What asks for the type of a raw connection asks for its class, which is the synchronous driver's on the loop too. */
export const driverClass = defineRecipe<TypeCall>({
  id: 'engine/driver-class',
  title: 'Ask raw connections for their class',
  group: 'engine',
  since: '0.2.0',
  stability: 'preview',
  requires: ['engine/create-engine'],
  find(context) {
    const { loaded } = applicationsOf(context);
    const listeners = Map.groupBy(context.program.listeners, (site) => site.function);
    return context.program.project.functions
      .filter(({ module }) => loaded.has(module))
      .flatMap((fn) => typeCalls(context, fn, listeners.get(fn) ?? []));
  },
  rewrite({ file, call, of }, rewriter, context) {
    const text = context.text(file)?.slice(of.start, of.end) ?? '';
    const isPrimary = of.kind === 'name' || of.kind === 'attribute' || of.kind === 'call' || of.kind === 'subscript';
    rewriter.edit(file, replace(call, `${isPrimary ? text : `(${text})`}.__class__`));
  },
});

function typeCalls(
  context: RecipeContext,
  fn: ProjectFunction,
  listeners: readonly ListenerSite[],
): readonly Site<TypeCall>[] {
  const compared = new Set<Expr>();
  const raw = listeners.some(({ event }) => RAW_EVENTS.has(event)) ? fn.facts.parameters[0]?.name : undefined;
  const sites: Site<TypeCall>[] = [];
  eachExpression(fn.facts, (expr) => {
    if (expr.kind === 'other' && expr.type === 'comparison_operator' && expr.parts.some(isDriverClass))
      for (const part of expr.parts) compared.add(part);
    if (expr.kind !== 'call' || !isType(expr)) return;
    const of = expr.args[0]?.value;
    if (!of || !(compared.has(expr) || (of.kind === 'name' && of.id === raw))) return;
    sites.push({
      file: fn.module.file,
      line: expr.line,
      what: 'type() of a raw connection',
      why: "On the loop its type is an adapter's; its class is the synchronous driver's, as before.",
      applicability: 'safe',
      next: '',
      data: { file: fn.module.file, call: expr, of },
    });
  });
  return sites;

  function isType({ callee, args }: Call): boolean {
    if (args.length !== 1 || args[0]?.name !== undefined) return false;
    return [...context.program.evaluation.of(callee, fn)].some(
      (value) => value.kind === 'external' && value.name === 'builtins.type',
    );
  }

  function isDriverClass(part: Expr): boolean {
    const parts = part.kind === 'collection' ? part.items : [part];
    return parts.some((each) =>
      [...context.program.evaluation.of(each, fn)].some(
        (value) => value.kind === 'external' && context.knowledge.isRawConnection(value.name),
      ),
    );
  }
}
