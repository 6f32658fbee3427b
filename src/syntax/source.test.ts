import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { run } from '../base/index.ts';
import { checkEdited } from './check.ts';
import { codecFor } from './encoding.ts';
import { loadPython, withTree } from './python.ts';
import { analyseScopes } from './scopes/analyse.ts';
import { encodeSource, readSource, type SourceFile, withSource } from './source.ts';

beforeAll(async () => {
  await loadPython();
});

function read(bytes: Uint8Array | string): SourceFile {
  const file = readSource('library/loans.py', typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  if (file.kind === 'refused') throw new Error(`${file.reason}: ${file.message}`);
  return file;
}

function refusal(bytes: Uint8Array | string, limit?: number): string {
  const options = limit === undefined ? {} : { limit };
  const file = readSource('library/loans.py', typeof bytes === 'string' ? Buffer.from(bytes) : bytes, options);
  return file.kind === 'refused' ? `${file.line} ${file.reason}: ${file.message}` : 'not refused';
}

const ENCODINGS: readonly (readonly [cookie: string, characters: string])[] = [
  ['utf-8', 'aé€😀\u00a0漢'],
  ['UTF8', 'aß'],
  ['latin-1', 'aé\u0080\u009fÿ'],
  ['iso-8859-1', 'aé\u0085'],
  ['iso-8859-15', 'a€Šž\u0080'],
  ['iso-8859-9', 'aşğ\u0093'],
  ['iso8859-2', 'ałž'],
  ['cp1252', 'a€“”é'],
  ['windows-1251', 'aЯж'],
  ['koi8-r', 'aЯж'],
  ['ascii', 'abc~'],
  ['gbk', 'a汉字'],
  ['shift_jis', 'a漢字カ'],
  ['euc-jp', 'a漢字'],
  ['euc-kr', 'a한국'],
  ['big5', 'a漢字'],
];

test.each(ENCODINGS)('%s: characters survive a change, and bytes an unchanged text', (cookie, characters) => {
  const file = read(`# -*- coding: ${cookie} -*-\nname = 'x'\n`);
  const changed = file.text.replace('x', characters);
  const bytes = checkEdited(file, changed);
  const again = read(bytes);
  expect(again.text).toBe(changed);
  expect(Buffer.compare(encodeSource(again, again.text), bytes)).toBe(0);
});

test('every byte of every one-byte encoding means what Python says', async () => {
  const names = ENCODINGS.map(([cookie]) => cookie).filter((name) => /^(?:latin|iso|cp|win|koi|ascii)/.test(name));
  const parts = [2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 14, 16].map((part) => `iso-8859-${part}`);
  const pages = [1250, 1251, 1253, 1254, 1256, 1257, 1258, 866, 874].map((page) => `cp${page}`);
  const all = [...names, ...parts, ...pages, 'koi8_r', 'mac_roman'];
  const script = `
import json, sys
def char(name, byte):
    try:
        return bytes([byte]).decode(name)
    except UnicodeDecodeError:
        return None
print(json.dumps([[char(name, byte) for byte in range(256)] for name in json.load(sys.stdin)]))`;
  const options = { cwd: import.meta.dirname, timeoutMs: 20_000, input: JSON.stringify(all) };
  const result = await run('python3', ['-c', script], options);
  const theirs = JSON.parse(result.stdout) as (string | null)[][];
  for (const [index, name] of all.entries()) {
    const ours = Array.from({ length: 256 }, (_, byte) => codecFor(name)?.decode(Uint8Array.of(byte)) ?? null);
    expect([name, ours]).toEqual([name, theirs[index]]);
  }
});

test('the encoding line may be the second', () => {
  const bytes = Buffer.from('#!/bin/sh\n# vim: set fileencoding=cp1252 :\nprice = "\x80"\n', 'latin1');
  expect(read(bytes).text).toContain('€');
});

test('bytes come back exactly, whatever the line ends, marks and white space', () => {
  const line = fc.constantFrom(
    'x = 1',
    'def lend():\n\tpass',
    '\f',
    '# Zoë',
    "s = '😀'",
    '',
    'if x:\r\n    y = 2',
    '  # odd',
  );
  const newline = fc.constantFrom('\n', '\r\n', '\r');
  fc.assert(
    fc.property(fc.boolean(), fc.array(fc.tuple(line, newline)), fc.constantFrom('', 'z = 3'), (bom, lines, last) => {
      const text = lines.map(([content, end]) => content + end).join('') + last;
      const bytes = Buffer.from((bom ? '\ufeff' : '') + text);
      const file = read(bytes);
      expect(file.text).toBe(text);
      expect(file.bom).toBe(bom);
      expect(Buffer.from(encodeSource(file, file.text)).equals(bytes)).toBe(true);
    }),
  );
});

test('newline kinds are known', () => {
  const texts = ['', 'x = 1', 'x = 1\n', 'x = 1\r\ny = 2\r\n', 'x = 1\ry = 2\r', 'x = 1\r\ny = 2\r\nz = 3\n'];
  const kinds = texts.map((text) => {
    const { newline, mixedNewlines, finalNewline } = read(text);
    return JSON.stringify({ newline, mixedNewlines, finalNewline });
  });
  expect(kinds).toMatchInlineSnapshot(`
    [
      "{"newline":"\\n","mixedNewlines":false,"finalNewline":false}",
      "{"newline":"\\n","mixedNewlines":false,"finalNewline":false}",
      "{"newline":"\\n","mixedNewlines":false,"finalNewline":true}",
      "{"newline":"\\r\\n","mixedNewlines":false,"finalNewline":true}",
      "{"newline":"\\r","mixedNewlines":false,"finalNewline":true}",
      "{"newline":"\\r\\n","mixedNewlines":true,"finalNewline":true}",
    ]
  `);
});

test('offsets are UTF-16 indices into the text', () => {
  const text = 'pier = "⛴😀"; ferry = 1\n';
  withTree(text, (root) => {
    const name = root.descendantsOfType('identifier').at(-1);
    expect(name && text.slice(name.startIndex, name.endIndex)).toBe('ferry');
  });
});

test('old Mac line ends end lines', () => {
  const file = read('# loans\rimport os\r');
  expect(withTree(file, (root) => root.descendantsOfType('import_statement').map((node) => node.startIndex))).toEqual([
    8,
  ]);
});

test('what cannot be read is refused with its reason and line', () => {
  const refusals = [
    refusal('x = 1\n'.repeat(100), 99),
    refusal('x = 1\ny = "\0"\n'),
    refusal(Buffer.from('x = 1\ny = "\xe9"\n', 'latin1')),
    refusal(Buffer.from('# coding: ascii\n\ny = "\xe9"\n', 'latin1')),
    refusal('# coding: klingon\nx = 1\n'),
    refusal(`\ufeff# coding: latin-1\nx = 1\n`),
    refusal('x = 1\nprint "lent", title\n'),
    refusal('try:\n    pass\nexcept OSError, error:\n    pass\n'),
    refusal('mode = 0755\n'),
    refusal('x = 10L\n'),
    refusal('raise LoanError, "late"\n'),
    refusal('def lend(copy, (reader, card)): pass\n'),
    refusal('from {{cookiecutter.package}} import app\n'),
    refusal('x = (1,\n\ndef lend(:\n    pass\n'),
  ];
  expect(refusals).toMatchInlineSnapshot(`
    [
      "1 too-large: The file has 600 bytes, more than the limit of 99",
      "2 binary: The file holds a zero byte",
      "2 undecodable: The file is not valid utf-8",
      "3 undecodable: The file is not valid ascii",
      "1 unknown-encoding: The file declares an encoding Ferryman does not know: klingon",
      "1 unknown-encoding: The file has a UTF-8 mark and declares latin-1",
      "2 python-2: Python 2 syntax: "print \\"lent\\", title"",
      "3 python-2: Python 2 syntax: "except OSError, error:"",
      "1 python-2: Python 2 syntax: "0755"",
      "1 python-2: Python 2 syntax: "10L"",
      "1 python-2: Python 2 syntax: "raise LoanError, \\"late\\""",
      "1 python-2: Python 2 syntax: "(reader, card)"",
      "1 syntax: Does not parse: "from {{cookiecutter.package}}"",
      "3 syntax: Does not parse: "def"",
    ]
  `);
});

test('what looks like Python 2 and is not is read', () => {
  const text = `print("lent", file=sys.stderr)
print
exec(code, {})
try:
    pass
except (OSError, error):
    pass
except ValueError, TypeError:
    pass
mode = 0o755 + 0 + 00 + 1_000
raise LoanError from error
`;
  expect(read(text).text).toBe(text);
});

test('an expression nested beyond the stack is refused', () => {
  const bytes = Buffer.from(`fare = ${'a.b() + '.repeat(100_000)}1\n`);
  const result = withSource('fares.py', bytes, (_, root) => analyseScopes(root).references.length);
  expect(result).toMatchObject({ kind: 'refused', reason: 'too-deep' });
});

test('an edited file must parse and fit its encoding', () => {
  const file = read('# coding: latin-1\nx = 1\n');
  expect(() => checkEdited(file, '# coding: latin-1\nx = (\n')).toThrow(/would not parse/);
  expect(() => checkEdited(file, '# coding: latin-1\nx = "€"\n')).toThrow(
    /needs a character that latin-1 does not have/,
  );
  expect(() => checkEdited(file, '\n\n# coding: latin-1\nx = 1\n')).toThrow(/moves its "coding" line/);
});
