import { spell } from '../../../program/index.ts';
import { insertAfter, insertBefore, needImport } from '../../../syntax/index.ts';
import { defineRecipe, type NativeUse } from '../../recipe.ts';
import { isFace } from '../faces.ts';

interface Faced {
  readonly use: NativeUse;
  /** Dotted name of what gives the asynchronous face. */
  readonly face: string;
}

/** Session calls that are awaited go through the asynchronous face of the session. */
export const awaitSessions = defineRecipe<Faced>({
  id: 'native/async-session',
  title: 'Await session calls',
  group: 'native',
  since: '0.2.0',
  stability: 'preview',
  stage: 'native',
  requires: ['native/flip'],
  find(context) {
    const { native, knowledge } = context;
    return (native?.uses ?? []).flatMap((use) => {
      const twin = use.seed === undefined || use.how !== 'await' ? undefined : knowledge.twin(use.seed);
      const face = twin?.how === 'awaited' && twin.face === 'ferryman.async_session' ? twin.face : undefined;
      if (face === undefined || use.expr.kind !== 'call' || use.expr.callee.kind !== 'attribute') return [];
      // What holds the face already needs nothing around it; `native/session-face` writes what others need.
      if (native?.sessions.givesFace(use.expr.callee.of)) return [];
      return [
        {
          file: use.scope.module.file,
          line: use.expr.line,
          what: `${spell(use.expr.callee)}(...) is awaited`,
          why: `${use.scope.qualname} is asynchronous; the session stays one, with two faces.`,
          applicability: 'safe' as const,
          next: '',
          data: { use, face },
        },
      ];
    });
  },
  rewrite({ use, face }, rewriter, context) {
    const { expr, scope } = use;
    if (expr.kind !== 'call' || expr.callee.kind !== 'attribute' || isFace(context, expr.callee.of)) return;
    const { file } = scope.module;
    const dot = face.lastIndexOf('.');
    const name = rewriter.need(file, needImport(face.slice(0, dot), face.slice(dot + 1)));
    const receiver = expr.callee.of;
    rewriter.edit(file, insertBefore(receiver, `${name}(`), insertAfter(receiver, ')'));
  },
});
