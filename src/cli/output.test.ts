import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { checkNamedFile, formatOfFile, writeNamedFile } from './output.ts';
import { temporaryProject } from './testing/harness.ts';

const usage = expect.objectContaining({ code: 'FERRY_USAGE', exitCode: 2 });

test('a file is written where it was named: below the folder, beside it, and by its whole path', () => {
  using project = temporaryProject({ 'office/reports/old.html': 'old' });
  const office = path.join(project.root, 'office');
  writeNamedFile(office, 'reports/old.html', 'new');
  writeNamedFile(office, '../audit.html', 'beside');
  writeNamedFile(office, path.join(project.root, 'whole.html'), 'whole');
  const read = (file: string) => fs.readFileSync(path.join(project.root, file), 'utf8');
  expect([read('office/reports/old.html'), read('audit.html'), read('whole.html')]).toEqual(['new', 'beside', 'whole']);
});

test('a link inside the folder does not lead out of it', () => {
  using project = temporaryProject({ 'office/notes.txt': '', 'vault/keys.txt': 'secret' });
  fs.symlinkSync(path.join(project.root, 'vault'), path.join(project.root, 'office', 'reports'));
  expect(() => writeNamedFile(path.join(project.root, 'office'), 'reports/keys.txt', 'x')).toThrow(
    expect.objectContaining({ code: 'FERRY_OUTSIDE_ROOT' }),
  );
  expect(fs.readFileSync(path.join(project.root, 'vault/keys.txt'), 'utf8')).toBe('secret');
});

test('a folder, no name, and a file in a folder that is not there are refused before the work', () => {
  using project = temporaryProject({ 'reports/old.html': '' });
  for (const file of ['reports', '', '.', 'nowhere/audit.html', 'reports/old.html/audit.html'])
    expect(() => checkNamedFile(project.root, file)).toThrow(usage);
  expect(() => checkNamedFile(project.root, 'reports/audit.html')).not.toThrow();
});

test("a file's ending asks for a format, when the command has it", () => {
  const formats = ['markdown', 'html'] as const;
  expect(
    ['a.html', 'A.HTML', 'a.md', 'a.json', 'a.sarif', 'a.txt', 'a', undefined].map((file) =>
      formatOfFile(file, { formats }),
    ),
  ).toEqual(['html', 'html', 'markdown', 'json', undefined, undefined, undefined, undefined]);
});
