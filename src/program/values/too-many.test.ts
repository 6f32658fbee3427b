import { expect, test } from 'vitest';
import { answer } from '../testing/answer.ts';

/** `count` ships, each of a class of its own, that one function is given. */
function fleet(count: number): string {
  const classes = Array.from({ length: count }, (_, at) => `class Ship${at}:\n    def sail(self): ...\n`);
  const calls = classes.map((_, at) => `moor(Ship${at}())\n`);
  return `def moor(ship):\n    answer = ship\n${classes.join('')}${calls.join('')}`;
}

test('so many objects at one place that telling them apart says nothing are unknown', async () => {
  const moored = (count: number) => answer({ 'main.py': fleet(count) }, 'moor');
  expect([await moored(3), await moored(300)]).toMatchInlineSnapshot(`
    [
      [
        "instance Ship0",
        "instance Ship1",
        "instance Ship2",
      ],
      [
        "unknown",
      ],
    ]
  `);
});
