import * as fs from 'node:fs';
import * as path from 'node:path';
import { openCache } from '../../src/base/index.ts';
import { must, tools } from '../corpus/machine.ts';

/** What peers are compared, and what the cases need to run, each at a version of PyPI's. */
const PACKAGES = [
  'fastapi==0.165.0',
  'flake8==7.5.0',
  'flake8-async==26.8.1',
  'httpx==0.28.1',
  'mypy==2.4.1',
  'pylint==2.17.7',
  'pylint-blocking-calls==0.1.0',
  'ruff==0.17.6',
  'ty-async==0.4.0',
];

/** The folder of programs in an environment that has them all, made once with uv. Throws `FERRY_STEP_FAILED`. */
export async function peersFolder(): Promise<string> {
  const cache = openCache('peers');
  const venv = path.join(cache.root, 'venv');
  const python = path.join(venv, 'bin', 'python');
  const recipe = PACKAGES.join('\n');
  if (cache.read('recipe.txt')?.toString() !== recipe || !fs.existsSync(python)) {
    const { uv } = tools();
    cache.removeFolder('venv');
    const cwd = cache.root;
    await must('Making an environment', uv, ['--no-config', 'venv', '--quiet', '--python', '3.11', venv], { cwd });
    const install = ['--no-config', 'pip', 'install', '--quiet', '--python', python, ...PACKAGES];
    await must('Installing', uv, install, { cwd });
    cache.write('recipe.txt', recipe);
  }
  return path.join(venv, 'bin');
}
