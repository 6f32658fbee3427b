import type { Knowledge } from '../../knowledge/index.ts';
import type { Argument, Evaluation, Expr, ProjectFunction } from '../../program/index.ts';
import type { NativeUse, RecipeContext } from '../recipe.ts';
import type { Rewriter } from '../rewriter.ts';
import { faceOf } from './faces.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** A call that does its I/O on something it is given. */
export interface Run {
  readonly call: Call;
  readonly given: Argument;
  /** Dotted name of what gives the face of the argument. */
  readonly face: string;
  /** The method that calls a synchronous function with the object. */
  readonly runs: string;
  /** The method of the face that opens, for a block, what has that method; undefined where the face itself has it. */
  readonly opens: string | undefined;
}

/**
 * The call as one that the face of its first argument can make; undefined where that is no plain name, or nobody knows what
 * it is.
 */
export function runOf(ev: Evaluation, knowledge: Knowledge, call: Call, scope: ProjectFunction): Run | undefined {
  const parameters = new Set(
    [...ev.of(call.callee, scope)].map((value) =>
      value.kind === 'external' ? knowledge.runsOn(value.name) : undefined,
    ),
  );
  const [parameter] = parameters;
  const given = call.args[0];
  if (parameters.size !== 1 || parameter === undefined || given === undefined) return undefined;
  if ((given.name !== undefined && given.name !== parameter) || !isPath(given.value) || !isPath(call.callee))
    return undefined;
  const classes = [...ev.of(given.value, scope)].map((value) => (value.kind === 'object' ? value.name : ''));
  const twins = classes.map((cls) => knowledge.twinOf(cls));
  const [twin] = twins;
  if (twin === undefined || twins.some((each) => each?.face !== twin.face)) return undefined;
  const { face, opens } = twin;
  if (twin.runs !== undefined) return { call, given, face, runs: twin.runs, opens: undefined };
  const opened = opens === undefined ? undefined : knowledge.returns(`${classes[0] ?? ''}.${opens}`);
  const runs = opened === undefined ? undefined : knowledge.twinOf(opened)?.runs;
  return runs === undefined ? undefined : { call, given, face, runs, opens };
}

/** `settings.engine`: evaluating it a little later makes no difference. */
function isPath(expr: Expr): boolean {
  return expr.kind === 'name' || (expr.kind === 'attribute' && isPath(expr.of));
}

/** The name that a block of this file gives what it opens: one that the file does not mention. */
export function openedName(text: string): string {
  const taken = new Set(text.match(/(?<![.\p{L}\p{N}_])[\p{L}_][\p{L}\p{N}_]*/gu));
  let name = 'connection';
  for (let count = 2; taken.has(name); count += 1) name = `connection_${count}`;
  return name;
}

/** The header of the block that a use needs for itself; undefined for one that needs none. */
export function headerFor(use: NativeUse, rewriter: Rewriter, context: RecipeContext): string | undefined {
  const { expr, scope, form } = use;
  if (!form?.isBlock || expr.kind !== 'call') return undefined;
  const run = runOf(context.program.evaluation, context.knowledge, expr, scope);
  if (run?.opens === undefined) throw new TypeError('a block was promised for something that needs none');
  const { file } = scope.module;
  const face = faceOf(run.given.value, run.face, file, rewriter, context);
  return `async with ${face}.${run.opens}() as ${openedName(context.text(file) ?? '')}`;
}
