import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { openTemporaryRoot } from '../base/index.ts';
import { readEnvironment } from './environment.ts';
import { environment } from './testing/library.ts';

const under = (root: string, { packages, version }: ReturnType<typeof readEnvironment>) => [
  version,
  ...packages.map((folder) => path.relative(root, folder)),
];

test('a virtual environment is read from its folders, the paths in its .pth files too', () => {
  using root = openTemporaryRoot('ferryman-environment-');
  const python = environment(root);
  const expected = ['3.11', 'venv/lib/python3.11/site-packages', 'venv/shared'];
  expect(under(root.root, readEnvironment(python))).toEqual(expected);
  expect(under(root.root, readEnvironment(root.resolve('venv')))).toEqual(expected);
  expect(fs.existsSync(root.resolve('venv/was-run'))).toBe(false);
});

test('a virtual environment that inherits is searched before its base', () => {
  using root = openTemporaryRoot('ferryman-environment-');
  const python = environment(root);
  root.write('base/bin/python3.11', '');
  root.write('base/lib/python3.11/site-packages/tides.py', '');
  root.write('venv/pyvenv.cfg', 'version = 3.11.2\ninclude-system-site-packages = true\n');
  fs.rmSync(python);
  fs.symlinkSync(root.resolve('base/bin/python3.11'), python);
  expect(under(root.root, readEnvironment(python))).toEqual([
    '3.11',
    'venv/lib/python3.11/site-packages',
    'base/lib/python3.11/site-packages',
    'venv/shared',
  ]);
});

test('an interpreter without a virtual environment has the folders beside it', () => {
  using root = openTemporaryRoot('ferryman-environment-');
  root.write('opt/bin/python3.12', '');
  root.write('opt/lib/python3.12/site-packages/tides.py', '');
  root.write('opt/lib/python3.9/site-packages/tides.py', '');
  fs.symlinkSync('python3.12', root.resolve('opt/bin/python'));
  expect(under(root.root, readEnvironment(root.resolve('opt/bin/python')))).toEqual([
    '3.12',
    'opt/lib/python3.12/site-packages',
  ]);
});

test('what is no environment is refused', () => {
  using root = openTemporaryRoot('ferryman-environment-');
  root.write('bin/python', '');
  for (const python of [root.resolve('bin/python'), path.join(root.root, 'gone')]) {
    expect(() => readEnvironment(python)).toThrow(expect.objectContaining({ code: 'FERRY_NO_ENVIRONMENT' }));
  }
});
