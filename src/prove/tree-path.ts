import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ProofEnvironment } from './environments/environment.ts';

/**
 * Folders of `tree` from which the application is imported, to stand before everything installed: where the environment
 * imports from `root` (editable installs), the same place in `tree`; and `src/` and the tree itself, which matter when
 * the environment holds a copy of the application.
 */
export function importFolders(root: string, tree: string, environment: ProofEnvironment): string[] {
  const real = fs.realpathSync(root);
  const environmentFolder = path.dirname(path.dirname(path.resolve(environment.interpreter.executable)));
  const installed = environment.interpreter.path
    .map((each) => path.relative(real, path.resolve(each)))
    .filter(isInside)
    .filter((relative) => !isInside(path.relative(environmentFolder, path.join(real, relative))));
  const source = fs.existsSync(path.join(tree, 'src')) ? ['src'] : [];
  const folders = [...installed, ...source, ''].map((relative) => path.join(tree, relative).replace(/[/\\]$/, ''));
  return [...new Set(folders)].filter((folder) => fs.existsSync(folder));
}

const isInside = (relative: string) => !relative.startsWith('..') && !path.isAbsolute(relative);
