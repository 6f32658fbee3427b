import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { buildPackage, buildWheel } from '../scripts/build/package.ts';
import { run } from '../src/base/index.ts';
import { ROOT } from './tree.ts';

const folder = () => fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ferryman-package-')));

/** Packs, unpacks and installs as a user has it; its dependencies are those of this checkout. */
async function installed(home: string): Promise<{ readonly tarball: number; readonly launcher: string }> {
  await buildPackage(ROOT, path.join(home, 'package'));
  const packed = await run('npm', ['pack', '--silent', path.join(home, 'package')], { cwd: home, timeoutMs: 60_000 });
  const tarball = path.join(home, packed.stdout.trim());
  const modules = path.join(home, 'node_modules');
  fs.mkdirSync(path.join(modules, 'ferryman'), { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', path.join(modules, 'ferryman'), '--strip-components=1'], {
    cwd: home,
    timeoutMs: 60_000,
  });
  for (const name of fs.readdirSync(path.join(ROOT, 'node_modules'))) {
    if (name.startsWith('.')) continue;
    fs.symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  }
  return { tarball: fs.statSync(tarball).size, launcher: path.join(modules, 'ferryman', 'bin', 'ferryman.mjs') };
}

test('the published package is small, carries no Node binary, and runs', async () => {
  const home = folder();
  const { tarball, launcher } = await installed(home);
  expect(tarball).toBeLessThan(5e6);
  const manifest: unknown = JSON.parse(fs.readFileSync(path.join(home, 'package', 'package.json'), 'utf8'));
  expect(manifest).not.toHaveProperty('optionalDependencies');
  expect(manifest).not.toHaveProperty('devDependencies');
  const ferryman = (...args: string[]) => run(process.execPath, [launcher, ...args], { cwd: home, timeoutMs: 60_000 });
  const version = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(await ferryman('--version')).toMatchObject({ status: 0, stdout: `${version.version}\n`, stderr: '' });
  expect((await ferryman('--help')).stdout).toContain('Usage: ferryman <command>');
  // The grammar, the knowledge files and everything else that is read at run time came along.
  const example = path.join(ROOT, 'examples', 'ferry-booking');
  const planned = await ferryman('migrate', example, '--dry-run', '--format', 'json');
  expect(JSON.parse(planned.stdout)).toMatchObject({ schema: 'ferryman/migrate', exitCode: 0 });
  for (const file of ['dist/prove/pytest/ferryman_proof.py', 'runtime/src/ferryman/__init__.py']) {
    expect(fs.existsSync(path.join(path.dirname(launcher), '..', file))).toBe(true);
  }
  fs.rmSync(home, { recursive: true });
});

test("the runtime's wheel has the package, its types and its pytest plugin", async () => {
  const home = folder();
  const wheel = (await buildWheel(ROOT, home)).find((name) => name.endsWith('.whl')) ?? 'none';
  const python = path.join(ROOT, '.venv', 'bin', 'python');
  const listed = await run(python, ['-m', 'zipfile', '-l', path.join(home, wheel)], { cwd: home, timeoutMs: 60_000 });
  const names = listed.stdout.split('\n').map((line) => line.split(' ')[0] ?? '');
  expect(names).toEqual(expect.arrayContaining(['ferryman/__init__.py', 'ferryman/py.typed']));
  expect(names.some((name) => name.startsWith('ferryman/pytest_plugin'))).toBe(true);
  expect(names.filter((name) => /(?:^|\/)(?:tests?\/|test_|requirements)|\.pyc$/.test(name))).toEqual([]);
  fs.rmSync(home, { recursive: true });
});
