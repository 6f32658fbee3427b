import { expect, test } from 'vitest';
import { openProgram } from '../../program/index.ts';
import { smallProject } from '../../program/testing/small-project.ts';
import { isLeftOpen } from './open.ts';

test.each([
  ['pass', '        pass', true],
  ['...', '        ...', true],
  ['a docstring', '        """Hands a book out."""', true],
  ['raise', '        raise NotImplementedError', true],
  ['raise with words', '        raise NotImplementedError("no desk")', true],
  ['raise that calls something', '        raise NotImplementedError(title.upper())', false],
  ['return None', '        return None', true],
  ['a default answer', '        return 0', true],
  ['an answer that is worked out', '        return title.upper()', false],
  ['an answer that is handed on', '        return title', false],
  ['a call', '        print(title)', false],
  ['a variable', '        days = 14', false],
  ['yield', '        yield title', false],
  ['with', '        with title:\n            pass', false],
  ['a function inside', '        def remind(): ...', false],
])('%s: left to whoever derives from the class', async (_, body, isOpen) => {
  expect(await openness(`    def lend(self, title):\n${body}\n`)).toBe(isOpen);
});

test.each(['abstractmethod', 'abc.abstractmethod', 'overload', 'typing.overload'])(
  '@%s is, whatever stands in it',
  async (decorator) => {
    expect(await openness(`    @${decorator}\n    def lend(self, title):\n        print(title)\n`)).toBe(true);
  },
);

async function openness(method: string): Promise<boolean> {
  const main = `import abc\nimport typing\nfrom abc import abstractmethod\nfrom typing import overload\n\n\nclass Desk:\n${method}`;
  const { project } = await openProgram(smallProject({ 'main.py': main }));
  const fn = project.functions.find(({ facts }) => facts.name === 'lend');
  if (fn === undefined) throw new TypeError('the test has no method');
  return isLeftOpen(fn);
}
