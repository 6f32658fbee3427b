import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FileSystemRoot, openTemporaryRoot, silent } from '../../base/index.ts';
import { proveTree } from '../prove.ts';
import { commitAll, PYTHON, projectOf } from '../testing/project.ts';
import { provideEnvironment } from './environment.ts';
import { findInstaller } from './installer.ts';

const LIBRARY = {
  'pyproject.toml': `[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "library"
version = "1.0"
dependencies = ["iniconfig"]
[tool.setuptools]
packages = ["library"]
`,
  'library/__init__.py': 'DAYS = 28\n',
  'tests/test_days.py': 'import iniconfig\nimport library\n\ndef test_days():\n    assert library.DAYS == 28\n',
};

let cache: FileSystemRoot & Disposable;
const kept = { ...process.env };
beforeEach(() => {
  cache = openTemporaryRoot('ferryman-cache-');
  process.env['XDG_CACHE_HOME'] = cache.root;
  process.env['PATH'] = `${path.dirname(PYTHON)}${path.delimiter}${kept['PATH'] ?? ''}`;
  delete process.env['VIRTUAL_ENV'];
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name];
  Object.assign(process.env, kept);
  cache[Symbol.dispose]();
});

it('makes an environment beside the checkout, and proves the text of the checkout in it', async () => {
  using project = projectOf(LIBRARY);
  const before = await commitAll(project);
  const there = fs.readdirSync(project.root).sort();
  const first = await provideEnvironment(project.root, { runtime: true }, silent);
  expect([first.how, 'ferryman' in first.interpreter.packages, 'iniconfig' in first.interpreter.packages]).toEqual([
    'made',
    true,
    true,
  ]);
  expect(await provideEnvironment(project.root, { runtime: true }, silent)).toEqual(first);
  // The environment holds a copy of the library; what is tested is the checkout.
  project.write('library/__init__.py', 'DAYS = 14\n');
  const report = await proveTree(project.root, { before, timeoutMs: 60_000 }, silent);
  expect(report.findings.map(({ id, items }) => [id, items.map(({ name }) => name)])).toEqual([
    ['regressions', ['tests/test_days.py::test_days']],
  ]);
  expect(fs.readdirSync(project.root).sort()).toEqual(there);
});

it('puts what an own environment lacks beside it, and leaves that one alone', async () => {
  using project = projectOf({});
  const environment = await provideEnvironment(
    project.root,
    { python: PYTHON, runtime: false, needs: ['async-timeout>=4', 'pytest'] },
    silent,
  );
  const [overlay = ''] = environment.overlay;
  expect(fs.readdirSync(overlay)).toContain('async_timeout');
  expect(fs.readdirSync(overlay)).not.toContain('pytest');
  expect('async-timeout' in environment.interpreter.packages).toBe(false);
});

it('says so when the package index cannot be reached, and keeps nothing', async () => {
  using project = projectOf({ ...LIBRARY, 'requirements.txt': 'no-such-ferry-line==1.0\n' });
  await commitAll(project);
  const nowhere = 'http://127.0.0.1:9/simple';
  Object.assign(process.env, { UV_DEFAULT_INDEX: nowhere, UV_HTTP_RETRIES: '0', UV_NO_CACHE: '1' });
  await expect(provideEnvironment(project.root, { runtime: false }, silent)).rejects.toMatchObject({
    code: 'FERRY_OFFLINE',
    exitCode: 3,
  });
  expect(fs.readdirSync(path.join(cache.root, 'ferryman', 'environments'))).toEqual([]);
});

it('gives the last lines of an installer that failed', async () => {
  using project = projectOf({ 'requirements.txt': './not-here\n' });
  await commitAll(project);
  await expect(provideEnvironment(project.root, { runtime: false }, silent)).rejects.toMatchObject({
    code: 'FERRY_INSTALL_FAILED',
    message: expect.stringContaining('not-here'),
  });
});

it('wants pytest in an environment that is named', async () => {
  using project = projectOf({});
  await (await findInstaller(project.root)).makeEnvironment(path.join(project.root, 'bare'), undefined);
  const refused = provideEnvironment(project.root, { python: 'bare', runtime: false }, silent);
  await expect(refused).rejects.toMatchObject({ code: 'FERRY_NO_PYTEST', exitCode: 3 });
});
