import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { countLines, paintDiff } from './diff.ts';
import { painter } from './terminal.ts';

const DIFF = `--- a/booking/timetable.sql
+++ b/booking/timetable.sql
@@ -1,3 +1,3 @@
 select name
--- the old column
+-- the new column
 from sailings
--- a/booking/ports.py
+++ b/booking/ports.py
@@ -0,0 +1 @@
+PORTS = ["Mallaig", "Armadale"]
\\ No newline at end of file
`;

test('lines that look like headers are counted as what they are', () => {
  expect(countLines(DIFF)).toEqual({ added: 2, removed: 1 });
});

test('without colour a diff keeps its bytes, with colour only escapes are added', () => {
  expect(paintDiff(DIFF, painter(false))).toBe(DIFF);
  const painted = paintDiff(DIFF, painter(true));
  expect(painted).not.toBe(DIFF);
  expect(stripVTControlCharacters(painted)).toBe(DIFF);
});
