import { spell } from '../../../program/index.ts';
import { replace } from '../../../syntax/index.ts';
import { defineRecipe, type NativeUse, type Site } from '../../recipe.ts';
import { faceOf } from '../faces.ts';
import { openedName, type Run, runOf } from '../runs.ts';

interface Ran {
  readonly use: NativeUse;
  readonly run: Run;
}

/** What does its I/O on an engine or a connection is called by the asynchronous face of that. */
export const runSync = defineRecipe<Ran>({
  id: 'native/run-sync',
  title: 'Run what uses an engine through its face',
  group: 'native',
  since: '0.2.0',
  stability: 'preview',
  stage: 'native',
  requires: ['native/flip'],
  find({ native, program, knowledge }) {
    return (native?.uses ?? []).flatMap((use): Site<Ran>[] => {
      const { expr, scope, seed, how } = use;
      if (seed === undefined || how !== 'await' || expr.kind !== 'call') return [];
      const run = runOf(program.evaluation, knowledge, expr, scope);
      if (run === undefined) return [];
      return [
        {
          file: scope.module.file,
          line: expr.line,
          what: `${spell(expr.callee)}(...) is awaited`,
          why: `${scope.qualname} is asynchronous; what it calls does its I/O on ${spell(run.given.value)}.`,
          applicability: 'safe',
          next: '',
          data: { use, run },
        },
      ];
    });
  },
  rewrite({ use: { scope, form }, run: { call, given, face: maker, runs } }, rewriter, context) {
    const { file } = scope.module;
    const text = context.text(file) ?? '';
    const face = form?.isBlock ? openedName(text) : faceOf(given.value, maker, file, rewriter, context);
    const keyword = /\w+\s*=\s*$/u.exec(text.slice(call.callee.end, given.value.start))?.[0] ?? '';
    const argument = { start: given.value.start - keyword.length, end: given.value.end };
    // The function takes the place of what it is run with, so that the other arguments stay as they are.
    rewriter.edit(
      file,
      replace(call.callee, `${face}.${runs}`),
      replace(argument, text.slice(call.callee.start, call.callee.end)),
    );
  },
});
