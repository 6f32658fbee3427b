import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError, run } from '../../src/base/index.ts';
import { COMMON, type MatrixRow, NEWEST } from './rows.ts';

const MARKER = 'ferryman-matrix';

/** The row's Python in an environment of its own below .cache, made once and again when the row changes. */
export async function environmentFor(root: string, row: MatrixRow, interpreter: string): Promise<string> {
  const folder = path.join(root, '.cache', 'matrix', row.id);
  const python = path.join(folder, 'bin', 'python');
  const project = path.join(root, 'runtime');
  const inputs = JSON.stringify([row, COMMON, NEWEST, interpreter, root]);
  const fingerprint = createHash('sha256')
    .update(inputs)
    .update(fs.readFileSync(path.join(project, 'pyproject.toml')))
    .digest('hex');
  const marker = path.join(folder, MARKER);
  if (fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === fingerprint && fs.existsSync(python)) return python;
  fs.rmSync(folder, { recursive: true, force: true });
  const uv = path.join(root, '.venv', 'bin', 'uv');
  await must(uv, ['--no-config', 'venv', '--quiet', '--python', interpreter, folder], root);
  const limits = ['--exclude-newer', NEWEST];
  const packages = [...COMMON, ...row.packages, '-e', project];
  await must(uv, ['--no-config', 'pip', 'install', '--quiet', '--python', python, ...limits, ...packages], root);
  fs.writeFileSync(marker, fingerprint);
  return python;
}

async function must(program: string, args: readonly string[], cwd: string): Promise<void> {
  const result = await run(program, args, { cwd, timeoutMs: 5 * 60_000 });
  if (result.status === 0) return;
  throw new FerryError({
    code: 'FERRY_MATRIX',
    message: `${path.basename(program)} ${args.slice(0, 3).join(' ')} failed\n${result.stderr.trimEnd()}`,
    where: cwd,
    next: 'Is the package index reachable? Run `npm run setup`, then try again.',
    exitCode: 3,
  });
}
