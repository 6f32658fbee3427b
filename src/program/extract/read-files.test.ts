import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { smallProject } from '../testing/small-project.ts';
import { readFile } from './read-file.ts';
import { readFiles } from './read-files.ts';

const limit = 2 << 20;

/** A timetable of a ferry line, long enough that two dozen of them are worth a second thread. */
function timetable(line: number): string {
  const trip = (at: number) =>
    `def trip_${at}(boat, *, day="Monday"):\r\n    # ${'~'.repeat(4400)}\r\n    return boat.sail(${line}, trip=${at}, day=day)\n`;
  return `# Überfahrten ${line}\n${Array.from({ length: 200 }, (_, at) => trip(at)).join('\n')}`;
}

test('a project that is large enough for threads is read as each of its files alone, in their order', async () => {
  const lines = Array.from({ length: 24 }, (_, line) => [`lines/line_${line}.py`, timetable(line)] as const);
  const root = smallProject({
    ...Object.fromEntries(lines),
    'old.py': 'print "Fahrplan"\n',
    'deep.py': `boat = ${'['.repeat(6000)}${']'.repeat(6000)}\n`,
    'torn.py': 'def sail(:\n',
  });
  const files = ['deep.py', ...lines.map(([file]) => file), 'old.py', 'gone.py', 'torn.py'];
  const bytes = lines.reduce((sum, [file]) => sum + fs.statSync(path.join(root, file)).size, 0);
  expect(bytes).toBeGreaterThan(20_000_000);

  const read = await readFiles(root, files, limit);
  const alone = files.map((file) => readFile(root, file, limit));
  expect(JSON.stringify(read)).toBe(JSON.stringify(alone));
  expect(read.map((answer) => ('code' in answer ? answer.code : answer.lines))).toMatchInlineSnapshot(`
    [
      "FERRY_UNDECODABLE",
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      800,
      "FERRY_DOES_NOT_PARSE",
      "FERRY_UNREADABLE",
      "FERRY_DOES_NOT_PARSE",
    ]
  `);
});

test('nothing is read of an empty project', async () => {
  expect(await readFiles(smallProject({}), [], limit)).toEqual([]);
});
