import { expect, test } from 'vitest';
import { readPage } from './pages.ts';

const block = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\`\n`;

test('blocks under one heading are one project', () => {
  const page = `# Lend\n\n## First\n${block('python before desk.py', 'a = 1')}${block('findings', 'desk.py:1')}## Second\n${block('python', 'prose')}${block('python before desk.py', 'b = 2')}`;
  const examples = readPage(page).map(({ title, before, findings }) => [title, [...before], findings]);
  expect(examples).toEqual([
    ['First', [['desk.py', 'a = 1\n']], 'desk.py:1\n'],
    ['Second', [['desk.py', 'b = 2\n']], undefined],
  ]);
});

test('a second project under one heading would hide the first', () => {
  const file = block('python before desk.py', 'a = 1');
  expect(() => readPage(`## Lend\n${file}${file}`)).toThrow('two blocks for the same under "Lend"');
});
