import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError } from '../../base/index.ts';

/** The Python package that this npm package brings along: its folder, and a fingerprint of what is in it. */
export interface BundledRuntime {
  readonly folder: string;
  readonly fingerprint: string;
}

/** Found upwards from this file, in a checkout as in an installed package. Throws `FERRY_NO_RUNTIME`. */
export function bundledRuntime(): BundledRuntime {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const runtime = path.join(folder, 'runtime');
    if (fs.existsSync(path.join(runtime, 'src', 'ferryman', '__init__.py'))) {
      return { folder: runtime, fingerprint: fingerprintOf(runtime) };
    }
    if (folder === path.dirname(folder)) break;
  }
  throw new FerryError({
    code: 'FERRY_NO_RUNTIME',
    message: 'The Python package that belongs to Ferryman is missing from its installation',
    where: import.meta.dirname,
    next: 'Install Ferryman anew.',
    exitCode: 3,
  });
}

function fingerprintOf(runtime: string): string {
  const hash = createHash('sha256').update(fs.readFileSync(path.join(runtime, 'pyproject.toml')));
  const source = path.join(runtime, 'src');
  const files = fs.readdirSync(source, { recursive: true, encoding: 'utf8' }).sort();
  for (const file of files) {
    if (file.includes('__pycache__') || !fs.statSync(path.join(source, file)).isFile()) continue;
    hash.update(`${file}\0`).update(fs.readFileSync(path.join(source, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
