import { beforeAll, expect, test } from 'vitest';
import {
  blockLines,
  indentationAt,
  indentationUnit,
  lineEnd,
  lineStart,
  lineWidth,
  nextLine,
  quoteStyle,
  stringLiteral,
} from './layout.ts';
import { loadPython, withTree } from './python.ts';

beforeAll(async () => {
  await loadPython();
});

test('lines are found for every kind of line end', () => {
  const text = 'pier\r\nferry\rlock\n';
  const at = (word: string) => {
    const offset = text.indexOf(word) + 1;
    return [lineStart(text, offset), lineEnd(text, offset), nextLine(text, offset)];
  };
  expect([at('pier'), at('ferry'), at('lock')]).toEqual([
    [0, 4, 6],
    [6, 11, 12],
    [12, 16, 17],
  ]);
  expect(nextLine('pier', 0)).toBe(4);
});

test('the indentation unit is that of the first block on lines of its own', () => {
  const unit = (text: string) => withTree(text, (root) => indentationUnit(root, text));
  expect(unit('if ferry: sail()\nclass Pier:\n  def moor(self):\n    pass\n')).toBe('  ');
  expect(unit('def sail():\n\tpass\n')).toBe('\t');
  expect(unit('sail()\n')).toBe('    ');
});

test('a form feed is no indentation', () => {
  const text = '\f\f    sail()\n';
  expect(indentationAt(text, 4)).toBe('    ');
});

test('quotes are those of most strings', () => {
  const style = (text: string) => withTree(text, (root) => quoteStyle(root));
  expect(style(`"""Ferries."""\nx = 'a', 'b', "c"\n`)).toBe("'");
  expect(style(`x = rb'a', f"b", "c"\n`)).toBe('"');
  expect(style('x = 1\n')).toBe('"');
});

test('a literal means its value', () => {
  expect(stringLiteral('a "quoted" \\ path\n', '"')).toBe('"a \\"quoted\\" \\\\ path\\n"');
  expect(stringLiteral(`it's`, "'")).toBe(`'it\\'s'`);
});

test('the width is the smallest common limit the file keeps to', () => {
  const lines = (length: number) => `${'x'.repeat(length)}\n`.repeat(60);
  expect([lineWidth(lines(70)), lineWidth(lines(80)), lineWidth(lines(99)), lineWidth(lines(150))]).toEqual([
    79, 88, 100, 120,
  ]);
  expect(lineWidth('short = 1\n')).toBe(88);
  expect(lineWidth(`${lines(70)}# ${'comment '.repeat(30)}\n`)).toBe(79);
});

test('new lines take the indentation and line ends of their block', () => {
  const style = { indentation: '\t', unit: '\t' };
  expect(blockLines({ newline: '\r\n' }, ['if engine:', '    engine.dispose()', '', 'return'], style)).toBe(
    '\tif engine:\r\n\t\tengine.dispose()\r\n\r\n\treturn\r\n',
  );
});
