import { type Expr, type ProjectFunction, spell } from '../../../program/index.ts';
import {
  definitionAt,
  dropImport,
  insertAfter,
  insertAt,
  insertBefore,
  needImport,
  remove,
  replace,
  withTree,
} from '../../../syntax/index.ts';
import {
  defineRecipe,
  type NativeSessions,
  type RecipeContext,
  type SessionEdit,
  type SessionHolder,
  type Site,
} from '../../recipe.ts';
import type { Rewriter } from '../../rewriter.ts';

/** One thing to write, and what is said of it. */
type Change =
  | { readonly kind: 'edit'; readonly edit: SessionEdit }
  | { readonly kind: 'annotation'; readonly annotation: NativeSessions['annotations'][number] }
  | { readonly kind: 'holder'; readonly holder: SessionHolder; readonly isUnannotated: boolean };

/** Names of which every use is seen hold an `AsyncSession`, so that nothing has to be written around them. */
export const holdAsyncSessions = defineRecipe<Change>({
  id: 'native/session-face',
  title: 'Hold asynchronous sessions',
  group: 'native',
  since: '0.2.0',
  stability: 'preview',
  stage: 'native',
  requires: ['native/flip', 'native/async-session'],
  find({ native }) {
    if (native === undefined) return [];
    const { turned, edits, annotations, unannotated } = native.sessions;
    const silent = new Set(unannotated.map(({ holder }) => holder));
    // `native/async-session` writes what stands around the receivers of awaited calls.
    const receivers = new Set(
      native.uses.flatMap(({ expr }) =>
        expr.kind === 'call' && expr.callee.kind === 'attribute' ? [expr.callee.of] : [],
      ),
    );
    const isItsOwn = ({ occurrence: { expr, written }, write }: SessionEdit) =>
      write !== 'face' || written !== undefined || !receivers.has(expr);
    return [
      ...turned.map((holder) => holderSite(holder, silent.has(holder.holder))),
      ...annotations.map((annotation) => annotationSite(annotation)),
      ...edits.filter(isItsOwn).map((edit) => editSite(edit)),
    ];
  },
  rewrite(change, rewriter, context) {
    if (change.kind === 'edit') rewriteUse(change.edit, rewriter);
    else if (change.kind === 'annotation') rewriteAnnotation(change.annotation, rewriter);
    else if (change.isUnannotated) annotate(change.holder, rewriter, context);
  },
});

const classOf = ({ type }: { readonly type: string }): string => type.slice(type.lastIndexOf('.') + 1);

function site(scope: ProjectFunction, line: number, what: string, why: string, data: Change): Site<Change> {
  return { file: scope.module.file, line, what, why, applicability: 'safe', next: '', data };
}

function holderSite(turned: SessionHolder, isUnannotated: boolean): Site<Change> {
  const { holder, face } = turned;
  const { scope } = holder;
  const of = holder.kind === 'name' ? `${holder.name} of ${scope.qualname} holds` : `${scope.qualname} gives`;
  const why = 'Less is written around sessions this way, and every use of it is known.';
  return site(scope, scope.facts.span.line, `${of} an ${classOf(face)}`, why, {
    kind: 'holder',
    holder: turned,
    isUnannotated,
  });
}

function annotationSite(annotation: NativeSessions['annotations'][number]): Site<Change> {
  const { scope, expr, face } = annotation;
  const what = `${spell(expr)} becomes ${classOf(face)}`;
  return site(scope, expr.line, what, 'What it stands for holds one.', { kind: 'annotation', annotation });
}

function editSite(edit: SessionEdit): Site<Change> {
  const { scope, core, expr, face } = edit.occurrence;
  const name = face.of.slice(face.of.lastIndexOf('.') + 1);
  const said = {
    face: `${spell(core)} is given as ${name}(...)`,
    plain: `${spell(core)} is given as its .${face.plain}`,
    none: `${spell(expr)} is ${spell(core)} again`,
  };
  const why = {
    face: 'What takes it holds an asynchronous session.',
    plain: 'What takes it uses the session synchronously.',
    none: 'Both sides of it hold the same.',
  };
  const key = edit.write ?? 'none';
  return site(scope, expr.line, said[key], why[key], { kind: 'edit', edit });
}

/** Exchanges what is written around the core, and nothing of the core itself, which other recipes may edit. */
function rewriteUse(
  { occurrence: { scope, expr, core, written, face }, write }: SessionEdit,
  rewriter: Rewriter,
): void {
  const { file } = scope.module;
  const dot = face.of.lastIndexOf('.');
  const [from, name] = [face.of.slice(0, dot), face.of.slice(dot + 1)];
  if (written !== undefined) {
    for (const gap of [
      { start: expr.start, end: core.start },
      { start: core.end, end: expr.end },
    ])
      if (gap.start < gap.end) rewriter.edit(file, remove(gap));
    if (written === 'face') rewriter.request(file, dropImport(from, name));
  }
  if (write === 'plain') rewriter.edit(file, insertAfter(core, `.${face.plain}`));
  if (write === 'face') {
    const local = rewriter.need(file, needImport(from, name));
    rewriter.edit(file, insertBefore(core, `${local}(`), insertAfter(core, ')'));
  }
}

function rewriteAnnotation({ scope, expr, face }: NativeSessions['annotations'][number], rewriter: Rewriter): void {
  const { file } = scope.module;
  rewriter.edit(file, replace(expr, needClass(rewriter, file, face.type)));
  const old = importOf(expr, scope);
  if (old) rewriter.request(file, dropImport(old.module, old.name));
}

function needClass(rewriter: Rewriter, file: string, type: string): string {
  const dot = type.lastIndexOf('.');
  return rewriter.need(file, needImport(type.slice(0, dot), type.slice(dot + 1)));
}

/** The import that gave the old class its name, when one is left without a use. */
function importOf(expr: Expr, scope: ProjectFunction): { module: string; name: string } | undefined {
  if (expr.kind !== 'name') return undefined;
  for (let at: ProjectFunction | undefined = scope; at; at = at.parent) {
    const item = at.facts.imports.find(({ bound }) => bound === expr.id);
    if (item?.name !== undefined && item.level === 0) return { module: item.module, name: item.name };
  }
  return undefined;
}

/** `async def get_db() -> AsyncIterator[AsyncSession]:` */
function annotate({ holder: { scope }, face }: SessionHolder, rewriter: Rewriter, context: RecipeContext): void {
  const { file } = scope.module;
  const isAsync = scope.facts.isAsync || context.native?.flips.some((flip) => flip.function === scope) === true;
  const end = withTree(
    context.text(file) ?? '',
    (root) => definitionAt(root, scope.facts.span)?.childForFieldName('parameters')?.endIndex,
  );
  if (end === undefined) return;
  const given = needClass(rewriter, file, face.type);
  const wrapper = isAsync ? 'AsyncIterator' : 'Iterator';
  const type = scope.facts.isGenerator
    ? `${rewriter.need(file, needImport('collections.abc', wrapper))}[${given}]`
    : given;
  rewriter.edit(file, insertAt(end, ` -> ${type}`));
}
