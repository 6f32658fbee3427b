import { expect, test } from 'vitest';
import { answer } from '../testing/answer.ts';

const two = 'def bell(): ...\ndef horn(): ...\n';

test.each([
  ['the last of two assignments', 'signal = bell\nsignal = horn\nanswer = signal\n', ['function horn']],
  ['what was there before an assignment', 'signal = bell\nanswer = signal\nsignal = horn\n', ['function bell']],
  [
    'both branches',
    'if fog:\n    signal = bell\nelse:\n    signal = horn\nanswer = signal\n',
    ['function bell', 'function horn'],
  ],
  [
    'what a branch may leave as it was',
    'signal = bell\nif fog:\n    signal = horn\nanswer = signal\n',
    ['function bell', 'function horn'],
  ],
  [
    'the assignment of its own branch',
    'signal = bell\nif fog:\n    signal = horn\n    answer = signal\n',
    ['function horn'],
  ],
  [
    'what a loop brings back',
    'signal = bell\nwhile fog:\n    answer = signal\n    signal = horn\n',
    ['function bell', 'function horn'],
  ],
  [
    'an assignment that an exception may skip',
    'signal = bell\ntry:\n    lower()\n    signal = horn\nexcept OSError:\n    pass\nanswer = signal\n',
    ['function bell', 'function horn'],
  ],
  [
    'a walrus that a condition may skip',
    'signal = bell\nif fog and (signal := horn):\n    pass\nanswer = signal\n',
    ['function bell', 'function horn'],
  ],
  [
    'what a function sets by `global`',
    'def install():\n    global signal\n    signal = horn\nsignal = bell\ninstall()\nanswer = signal\n',
    ['function bell', 'function horn'],
  ],
  [
    'the value itself before its name is bound again',
    'signal = bell\nsignal = [signal]\nanswer = signal\n',
    ['many function bell'],
  ],
  [
    'the name outside of a comprehension that binds it for itself',
    '[bell for bell in range(2)]\nanswer = bell\n',
    ['function bell'],
  ],
])('a read sees %s', async (_, text, expected) => {
  expect(await answer({ 'main.py': two + text })).toEqual(expected);
});

test('a later import of the same name wins, and an import that may fail does not', async () => {
  const files = { 'fast.py': 'def encode(): ...\n', 'slow.py': 'class encode: ...\n' };
  const read = (main: string) => answer({ ...files, 'main.py': main });
  expect(await read('from fast import encode\nfrom slow import encode\nanswer = encode\n')).toEqual(['class encode']);
  const guarded =
    'try:\n    from fast import encode\nexcept ImportError:\n    from slow import encode\nanswer = encode\n';
  expect(await read(guarded)).toEqual(['class encode', 'function encode']);
});
