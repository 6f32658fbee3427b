import { type Edit, insertAfter, insertBefore, needImport, replace } from '../../../syntax/index.ts';
import { spell } from '../../../program/index.ts';
import { defineRecipe, type ThreadedCall } from '../../recipe.ts';

/** A blocking call on the way of an endpoint goes to a thread, and the endpoint to the loop. */
export const offloadCalls = defineRecipe<ThreadedCall>({
  id: 'calls/offload',
  title: 'Put blocking calls into threads',
  group: 'calls',
  since: '0.2.0',
  stability: 'preview',
  requires: ['crossing/install', 'dependencies/add-runtime'],
  find({ threadedCalls }) {
    return threadedCalls.map((data) => ({
      file: data.scope.module.file,
      line: data.call.line,
      what: `${spell(data.call.callee)}(...) goes to a thread`,
      why: sentence(data),
      applicability: 'safe',
      next: '',
      data,
    }));
  },
  rewrite({ scope, call }, rewriter, context) {
    const { file } = scope.module;
    const text = context.text(file) ?? '';
    const wait = rewriter.need(file, needImport('ferryman', 'wait'));
    const toThread = rewriter.need(file, needImport('ferryman', 'to_thread'));
    const [first] = call.args;
    // Behind a callee in parentheses comes their end before the arguments begin.
    const open = text.indexOf('(', call.callee.end);
    const parenthesis = { start: open, end: open + 1 };
    let separator: Edit;
    let closing = '))';
    if (first === undefined) {
      separator = replace(parenthesis, '');
      closing = ')';
    } else if (first.value.start === open) {
      separator = insertBefore({ start: open, end: call.end }, ', '); // a generator expression is its own parentheses
    } else {
      separator = replace(parenthesis, /\s/.test(text.charAt(open + 1)) ? ',' : ', ');
      closing = ')';
    }
    rewriter.edit(file, insertBefore(call, `${wait}(${toThread}(`), separator, insertAfter(call, closing));
  },
});

function sentence({ what, why, call }: ThreadedCall): string {
  const isItself = what === spell(call.callee);
  return isItself ? `It ${why}.` : `${what} ${why}.`;
}
