import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { changedPythonFiles, exportCommit } from './git.ts';
import { commitAll, projectOf } from './testing/project.ts';

it('exports a commit with all its files, and touches neither the checkout nor its index', async () => {
  using project = projectOf({
    '.gitattributes': 'tests export-ignore\n',
    'app/main.py': 'DAYS = 28\n',
    'app/tests/test_main.py': 'def test_days():\n    pass\n',
    'harbour.txt': 'Troon\r\n',
  });
  const commit = await commitAll(project);
  project.write('app/main.py', 'DAYS = 14\n');
  project.write('app/new.py', '');
  const index = fs.readFileSync(`${project.root}/.git/index`);
  using copy = projectOf({});
  expect(await exportCommit(`${project.root}/app`, commit, copy)).toBe(`${copy.root}/app`);
  const names = fs.readdirSync(copy.root, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  expect(names.map(({ name }) => name).sort()).toEqual(['.gitattributes', 'harbour.txt', 'main.py', 'test_main.py']);
  expect(copy.read('harbour.txt')?.toString()).toBe('Troon\r\n');
  expect(copy.read('app/main.py')?.toString()).toBe('DAYS = 28\n');
  expect(fs.readFileSync(`${project.root}/.git/index`).equals(index)).toBe(true);
  expect(await changedPythonFiles(`${project.root}/app`, commit)).toEqual(['main.py', 'new.py']);
});

it('says so where there is no repository', async () => {
  using project = projectOf({});
  await expect(changedPythonFiles(project.root, 'HEAD')).rejects.toMatchObject({ code: 'FERRY_GIT', exitCode: 3 });
});
