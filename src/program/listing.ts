import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Refusal } from './model.ts';

/** What a project consists of, before anything is read. Paths are relative to the root, with `/`, in path order. */
export interface Listing {
  readonly python: readonly string[];
  /** Every other file, for those that look for configuration. */
  readonly others: readonly string[];
  readonly refusals: readonly Refusal[];
}

const skippedFolders = new Set([
  '.git',
  '.hg',
  '.svn',
  '.tox',
  '.nox',
  '.venv',
  'venv',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.ferryman',
  '.eggs',
  '__pycache__',
  'node_modules',
  'site-packages',
]);

/** List a project's files. Links that lead out of it are refused, links that stay inside are not followed twice. */
export function listFiles(root: string): Listing {
  const real = fs.realpathSync(root);
  const python: string[] = [];
  const others: string[] = [];
  const refusals: Refusal[] = [];

  const visit = (folder: string): void => {
    let entries: fs.Dirent[];
    try {
      entries = fs.readdirSync(path.join(real, folder), { withFileTypes: true });
    } catch (error) {
      refusals.push(unreadable(folder, error));
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isSymbolicLink()) {
        const target = linkTarget(path.join(real, file));
        if (target !== undefined && inside(real, target)) continue; // it is listed where it stands
        if (target === undefined && !entry.name.endsWith('.py')) continue;
        refusals.push(outside(file, target));
      } else if (entry.isDirectory()) {
        if (!skipped(path.join(real, file), entry.name)) visit(file);
      } else if (entry.isFile()) {
        const name = entry.name;
        if (!name.endsWith('.py')) others.push(file);
        else if (/[\n\r\0]/u.test(file)) refusals.push(oddName(file));
        else python.push(file);
      }
    }
  };
  visit('');
  return { python, others, refusals };
}

function skipped(absolute: string, name: string): boolean {
  if (skippedFolders.has(name) || name.endsWith('.egg-info')) return true;
  return fs.existsSync(path.join(absolute, 'pyvenv.cfg')) || fs.existsSync(path.join(absolute, 'conda-meta'));
}

function linkTarget(absolute: string): string | undefined {
  try {
    return fs.realpathSync(absolute);
  } catch {
    return undefined;
  }
}

function inside(root: string, target: string): boolean {
  return target === root || target.startsWith(root + path.sep);
}

function outside(file: string, target: string | undefined): Refusal {
  return {
    code: 'FERRY_SYMLINK_OUTSIDE',
    file,
    why: target === undefined ? 'The link leads nowhere' : 'The link leads out of the project',
    next: 'Replace the link by the file itself if the application imports it.',
  };
}

function oddName(file: string): Refusal {
  return {
    code: 'FERRY_ODD_FILE_NAME',
    file,
    why: 'The file name holds a line feed, which Python cannot import',
    next: 'Rename the file.',
  };
}

function unreadable(file: string, error: unknown): Refusal {
  return {
    code: 'FERRY_UNREADABLE',
    file,
    why: error instanceof Error ? error.message : String(error),
    next: 'Give the user who runs Ferryman leave to read it.',
  };
}
