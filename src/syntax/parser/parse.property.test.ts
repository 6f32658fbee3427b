import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { run } from '../../base/index.ts';
import { loadPython } from '../python.ts';
import { decodeSource } from '../source.ts';
import { type Agreement, againstReference } from '../testing/against-reference.ts';
import { type Choose, ProgramWriter } from '../testing/programs.ts';

/** Some of the standard library of the Python at hand. */
const sample: { readonly file: string; readonly text: string }[] = [];
beforeAll(async () => {
  await loadPython();
  const script = 'import sysconfig; print(sysconfig.get_path("stdlib"))';
  const { stdout } = await run('python3', ['-I', '-c', script], { cwd: import.meta.dirname, timeoutMs: 30_000 });
  const folder = stdout.trim();
  for (const name of ['.', 'asyncio', 'email', 'http', 'json', 'unittest', 'concurrent/futures']) {
    const files = fs.readdirSync(path.join(folder, name)).filter((file) => file.endsWith('.py'));
    for (const [at, file] of files.toSorted().entries()) {
      const source = decodeSource(file, fs.readFileSync(path.join(folder, name, file)));
      if (at % 5 === 0 && source.kind === 'source') sample.push({ file: path.join(name, file), text: source.text });
    }
  }
});

function notIdentical(text: string): Agreement | undefined {
  const agreement = againstReference(text);
  return agreement.kind === 'different' ? agreement : undefined;
}

test('a sample of the standard library is read as tree-sitter reads it, nearly all of it by this parser', () => {
  const kinds = sample.map(({ file, text }) => ({ file, agreement: againstReference(text) }));
  expect(kinds.filter(({ agreement }) => agreement.kind === 'different')).toEqual([]);
  const given = kinds.filter(({ agreement }) => agreement.kind === 'given up');
  expect(given.length / kinds.length).toBeLessThan(0.1);
  expect(kinds.length).toBeGreaterThan(30);
});

const chooses = fc.gen().map(
  (g): Choose =>
    (count) =>
      g(fc.nat, { max: count - 1 }),
);

test('whatever the grammar allows is read as tree-sitter reads it, or left to it', () => {
  fc.assert(
    fc.property(chooses, (choose) => {
      const program = new ProgramWriter(choose).program();
      expect({ program, problem: notIdentical(program) }).toEqual({ program, problem: undefined });
    }),
    { numRuns: 250 },
  );
});

const PIECES = (
  'if else for in not is and or lambda await async yield from import as with match case type print def class return ' +
  '* ** ( ) [ ] { } , : ; = == := + - / @ . ... -> < ! \\ # _ None x 1 0777 10L .5 \' " """ f"{x}" r"\\" *a **k x=1 é'
).split(' ');

test('what is changed at random is read as tree-sitter reads it, or left to it', () => {
  fc.assert(
    fc.property(chooses, (choose) => {
      const changed = mutated(choose);
      expect({ changed, problem: notIdentical(changed) }).toEqual({ changed, problem: undefined });
    }),
    { numRuns: 400 },
  );
});

/** A part of a file, some of its words replaced, left out, doubled or broken by lines. */
function mutated(choose: Choose): string {
  const lines = sample[choose(sample.length)]?.text.split('\n') ?? [];
  let first = choose(lines.length);
  while (first > 0 && !/^\S/u.test(lines[first] ?? '')) first -= 1;
  const words =
    lines
      .slice(first, first + 5 + choose(30))
      .join('\n')
      .match(/\w+|\s+|"""|[^\w\s]/gu) ?? [];
  for (let changes = 1 + choose(3); changes > 0; changes -= 1) {
    const at = choose(words.length + 1);
    const piece = [...PIECES, '\n', '\n    ', '\t', '\\\n', '\r\n', '\f', '# c\n'][choose(PIECES.length + 7)] ?? '';
    const taken = words[choose(words.length + 1)] ?? '';
    const [removed, added] = [
      [1, piece],
      [0, piece],
      [0, ` ${piece} `],
      [1, ''],
      [0, taken],
    ][choose(5)] as [number, string];
    words.splice(at, removed, added);
  }
  return `${words.join('')}\n`;
}
