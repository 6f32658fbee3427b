import * as fs from 'node:fs';
import * as path from 'node:path';
import { openCache } from '../base/index.ts';
import type { Plan } from '../plan/index.ts';
import type { Program } from '../program/index.ts';

/** Files that say how the project is laid out, formatted and tested. */
const settings = ['pyproject.toml', 'setup.cfg', 'setup.py', 'pytest.ini', 'tox.ini', 'ruff.toml', '.ruff.toml'];

/** A copy of what plans are made from, with a plan written into it, in the cache for as long as `use` takes. */
export async function withCopy<T>(
  root: string,
  program: Pick<Program, 'modules' | 'dependencyFiles'>,
  plan: Pick<Plan, 'files'>,
  use: (copy: string) => Promise<T>,
): Promise<T> {
  const cache = openCache('plans');
  const folder = `${process.pid}-${performance.now().toString(36).replace('.', '')}`;
  try {
    const copied = new Set([
      ...program.modules.map(({ file }) => file),
      ...program.dependencyFiles.map(({ file }) => file),
      ...settings.filter((file) => fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile()),
    ]);
    for (const file of copied) cache.write(`${folder}/${file}`, fs.readFileSync(path.join(root, file)));
    for (const { path: file, after } of plan.files) cache.write(`${folder}/${file}`, after);
    return await use(cache.resolve(folder));
  } finally {
    cache.removeFolder(folder);
  }
}
