import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { openProgram } from '../program/index.ts';
import { spotAt } from './spot.ts';

const TEXT = [
  '"""Fähren: names with more bytes than letters."""', // 1
  'PORTS = ["Ålesund"]',
  '',
  'class Timetable:', // 4
  '    size = 1',
  '    def load(self):', // 6
  '        def parse(line):',
  '            return line.split()', // 8
  '',
  '        return [parse(line) for line in self.lines]', // 10
  '',
  'def sail():',
  '    return sorted(PORTS, key=lambda port: port.lower())', // 13
].join('\r\n');

test.each([
  [1, undefined],
  [2, undefined],
  [4, undefined],
  [5, undefined],
  [6, 'timetable:Timetable.load'],
  [8, 'timetable:Timetable.load.<locals>.parse'],
  [10, 'timetable:Timetable.load'],
  [13, 'timetable:sail'],
  [14, undefined],
  [400, undefined],
])('line %i stands in %s', async (line, inside) => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ferryman-spot-'));
  try {
    fs.writeFileSync(path.join(root, 'timetable.py'), TEXT);
    const program = await openProgram(root);
    expect(spotAt(program, 'timetable.py', line)).toEqual({ file: 'timetable.py', line, inside });
    expect(spotAt(program, 'other.py', line)).toBe(undefined);
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});
