import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError, run } from '../../src/base/index.ts';

/** What was put into a folder. */
export interface Built {
  readonly files: number;
  readonly bytes: number;
}

/** Fields of package.json that only the checkout needs; the Node binary (189 MB) is among the optional dependencies. */
const OF_THE_CHECKOUT = ['scripts', 'devDependencies', 'optionalDependencies', 'allowScripts', 'private'];

/**
 * Makes the npm package in `target` (emptied first): compiled JavaScript, the data files beside it, the launcher, the
 * runtime's source. Throws `FERRY_BUILD` when the compiler objects.
 */
export async function buildPackage(root: string, target: string): Promise<Built> {
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(target, { recursive: true });
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const out = path.join(target, 'dist');
  await must(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', out], root);
  copy(path.join(root, 'src'), out, (file) => !file.endsWith('.ts'));
  for (const name of ['bin', 'README.md', 'LICENSE', 'CHANGELOG.md'])
    copy(path.join(root, name), path.join(target, name));
  for (const name of ['pyproject.toml', 'README.md', 'src']) {
    copy(path.join(root, 'runtime', name), path.join(target, 'runtime', name));
  }
  fs.writeFileSync(path.join(target, 'package.json'), `${JSON.stringify(manifest(root), null, 2)}\n`);
  return measure(target);
}

/** Builds the runtime's wheel and source distribution into `target`; returns their file names. */
export async function buildWheel(root: string, target: string): Promise<readonly string[]> {
  fs.rmSync(target, { recursive: true, force: true });
  const python = path.join(root, '.venv', 'bin', 'python');
  const uv = path.join(root, '.venv', 'bin', 'uv');
  await must(
    uv,
    ['build', '--quiet', '--no-build-isolation', '--python', python, '--out-dir', target, path.join(root, 'runtime')],
    root,
  );
  return fs.readdirSync(target).filter((name) => /\.(?:whl|tar\.gz)$/.test(name));
}

function manifest(root: string): Readonly<Record<string, unknown>> {
  const values = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(values).filter(([key]) => !OF_THE_CHECKOUT.includes(key)));
}

function copy(from: string, to: string, wanted: (file: string) => boolean = () => true): void {
  if (!fs.existsSync(from)) return;
  fs.cpSync(from, to, {
    recursive: true,
    filter: (file) => {
      if (/(?:^|\/)(?:__pycache__|testing|[^/]*\.egg-info)$|\.pyc$/.test(file)) return false;
      return fs.statSync(file).isDirectory() || wanted(file);
    },
  });
}

function measure(folder: string): Built {
  const sizes = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.statSync(path.join(entry.parentPath, entry.name)).size);
  return { files: sizes.length, bytes: sizes.reduce((total, size) => total + size, 0) };
}

async function must(program: string, args: readonly string[], cwd: string): Promise<void> {
  const result = await run(program, args, { cwd, timeoutMs: 5 * 60_000 });
  if (result.status === 0) return;
  throw new FerryError({
    code: 'FERRY_BUILD',
    message: `${path.basename(program)} failed\n${result.stdout}${result.stderr}`.trimEnd(),
    where: cwd,
    next: 'Correct what it says, then build again.',
    exitCode: 1,
  });
}
