import type { Twin } from '../../knowledge/index.ts';
import { type Expr, indexUses, spell } from '../../program/index.ts';
import { insertAfter, insertBefore, needImport, remove } from '../../syntax/index.ts';
import type { NativeUse, NativeWork, RecipeContext, Site } from '../recipe.ts';
import type { Rewriter } from '../rewriter.ts';
import { type Block, blockOf } from './blocks.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** A call on something that has an asynchronous face, which is awaited or entered there. */
export interface FacedUse {
  readonly use: NativeUse;
  readonly call: Call;
  readonly receiver: Expr;
  readonly twin: Twin;
}

/** Those of a run that the recipe is for, as sites. */
export function facedSites(context: RecipeContext, isMine: (twin: Twin) => boolean): readonly Site<FacedUse>[] {
  return (context.native?.uses ?? []).flatMap((use): Site<FacedUse>[] => {
    const faced = facedUse(context, use);
    if (faced === undefined || !isMine(faced.twin)) return [];
    const what = `${spell(faced.call.callee)}(...)`;
    return [
      {
        file: use.scope.module.file,
        line: use.expr.line,
        what: faced.twin.how === 'awaited' ? `${what} is awaited` : `with ${what} becomes async with`,
        why: `${use.scope.qualname} is asynchronous; ${spell(faced.receiver)} stays what it is, and has a face.`,
        applicability: 'safe',
        next: '',
        data: faced,
      },
    ];
  });
}

function facedUse({ knowledge }: RecipeContext, use: NativeUse): FacedUse | undefined {
  const { expr, seed, how } = use;
  if (seed === undefined || how !== 'await' || expr.kind !== 'call' || expr.callee.kind !== 'attribute')
    return undefined;
  const twin = knowledge.twin(seed);
  return twin && { use, call: expr, receiver: expr.callee.of, twin };
}

/** Writes the face around the receiver, unless it is one, and what the block needs that the call opens. */
export function writeFace({ use, call, receiver, twin }: FacedUse, rewriter: Rewriter, context: RecipeContext): void {
  const { file } = use.scope.module;
  const block = blocksIn(context).get(call);
  if (twin.how === 'opened') {
    // `with SessionLocal.begin() as db` enters the session, then its transaction.
    const name = rewriter.need(file, importOf(twin.face));
    const target = block?.target;
    rewriter.edit(file, insertBefore(call, `${name}(`), remove({ start: receiver.end, end: call.callee.end }));
    rewriter.edit(file, insertAfter(call, ')'));
    if (target) rewriter.edit(file, insertAfter(target, `, ${target.id}.${lastOf(call.callee)}()`));
  } else if (!isFace(context, receiver)) {
    const name = rewriter.need(file, importOf(twin.face));
    rewriter.edit(file, insertBefore(receiver, `${name}(`), insertAfter(receiver, ')'));
  }
  if (block?.twin?.plain === undefined) return;
  for (const read of block.reads)
    if (context.native?.sessions.covers(read.expr) !== true && !isFineOnFace(context, block, read.expr))
      rewriter.edit(file, insertAfter(read.expr, `.${block.twin.plain}`));
}

/** The face of what is given to a callable, and how a synchronous function is called with it. */
export function faceOf(expr: Expr, face: string, file: string, rewriter: Rewriter, context: RecipeContext): string {
  const text = context.text(file)?.slice(expr.start, expr.end) ?? '';
  return isFace(context, expr) ? text : `${rewriter.need(file, importOf(face))}(${text})`;
}

function importOf(face: string) {
  const dot = face.lastIndexOf('.');
  return needImport(face.slice(0, dot), face.slice(dot + 1));
}

const lastOf = (callee: Expr): string => (callee.kind === 'attribute' ? callee.name : '');

/** The expression is a face already: of a name that holds one, or what an awaited call gives. */
export function isFace(context: RecipeContext, expr: Expr): boolean {
  return facesIn(context).has(expr) || context.native?.sessions.givesFace(expr) === true;
}

/** What is done with the name of a block can be done with a face, or is written for one elsewhere. */
function isFineOnFace(context: RecipeContext, { twin }: Block, read: Expr): boolean {
  const { native, program, knowledge } = context;
  const awaited = new Set((native?.uses ?? []).filter(({ how }) => how === 'await').map(({ expr }) => expr));
  const uses = indexUses(program.evaluation);
  return uses.of(read).every((use) => {
    if (use.kind === 'argument') {
      const scope = uses.scopeOf(use.parent);
      const isRun = awaited.has(use.parent) && use.parent.args[0]?.value === read;
      const callees = scope ? [...program.evaluation.of(use.parent.callee, scope)] : [];
      return (
        (isRun && callees.every((value) => value.kind === 'external' && knowledge.runsOn(value.name) !== undefined)) ||
        (callees.length > 0 && callees.every((value) => value.kind === 'external' && value.name === twin?.face))
      );
    }
    if (use.kind !== 'part' || use.parent.kind !== 'attribute') return false;
    if (twin?.same.has(use.parent.name)) return true;
    return uses.of(use.parent).every((outer) => outer.kind === 'callee' && awaited.has(outer.parent));
  });
}

const blocks = new WeakMap<NativeWork, ReadonlyMap<Expr, Block>>();
const faces = new WeakMap<NativeWork, ReadonlySet<Expr>>();

/** The blocks of a run that give faces, by the call that is entered. */
function blocksIn(context: RecipeContext): ReadonlyMap<Expr, Block> {
  const { native, program, knowledge } = context;
  if (native === undefined) return new Map();
  const known =
    blocks.get(native) ??
    new Map(
      native.uses.flatMap((use) => {
        const faced = facedUse(context, use);
        if (faced === undefined || faced.twin.how === 'awaited') return [];
        const block = blockOf(program.evaluation, knowledge, faced.call, use.scope);
        return block ? [[faced.call, block] as const] : [];
      }),
    );
  blocks.set(native, known);
  return known;
}

function facesIn(context: RecipeContext): ReadonlySet<Expr> {
  const { native } = context;
  if (native === undefined) return new Set();
  const known =
    faces.get(native) ??
    new Set([
      ...[...blocksIn(context).values()].flatMap(({ twin, reads }) => (twin ? reads.map(({ expr }) => expr) : [])),
      ...native.uses.flatMap((use) => {
        const faced = facedUse(context, use);
        return faced?.twin.plain !== undefined && use.form?.attribute === undefined ? [faced.call] : [];
      }),
    ]);
  faces.set(native, known);
  return known;
}
