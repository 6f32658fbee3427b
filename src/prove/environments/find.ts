import * as fs from 'node:fs';
import * as path from 'node:path';
import { FerryError } from '../../base/index.ts';

/** An environment that is there already, and who says that it is the application's. */
export interface FoundEnvironment {
  readonly python: string;
  readonly how: 'named' | 'VIRTUAL_ENV' | 'checkout';
}

/**
 * The application's own environment: the one that was named (an interpreter or an environment's folder), else the
 * active one, else `.venv` or `venv` in the checkout. Throws `FERRY_NO_PYTHON` when the named one is not there.
 */
export function findEnvironment(
  root: string,
  named: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): FoundEnvironment | undefined {
  if (named !== undefined) {
    const python = pythonOf(path.resolve(root, named));
    if (python !== undefined) return { python, how: 'named' };
    throw new FerryError({
      code: 'FERRY_NO_PYTHON',
      message: 'The Python that was named is not there',
      where: path.resolve(root, named),
      next: 'Name an interpreter or the folder of a virtual environment.',
      exitCode: 2,
    });
  }
  const active = env['VIRTUAL_ENV'];
  const activePython = active === undefined ? undefined : pythonOf(active);
  if (activePython !== undefined) return { python: activePython, how: 'VIRTUAL_ENV' };
  for (const name of ['.venv', 'venv']) {
    const folder = path.join(root, name);
    if (!fs.existsSync(path.join(folder, 'pyvenv.cfg'))) continue;
    const python = pythonOf(folder);
    if (python !== undefined) return { python, how: 'checkout' };
  }
  return undefined;
}

function pythonOf(place: string): string | undefined {
  const inside = ['bin/python', 'bin/python3', 'Scripts/python.exe'].map((name) => path.join(place, name));
  return [place, ...inside].find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
