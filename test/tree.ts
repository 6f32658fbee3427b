import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that these tests are about. */
export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Every file that is tracked or about to be, relative to the root, with `/`. */
export function projectFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return listed.split('\0').filter((file) => file !== '' && fs.existsSync(path.join(ROOT, file)));
}

export function textOf(file: string): string {
  return fs.readFileSync(path.join(ROOT, file), 'utf8');
}

export interface ImportOf {
  /** As written: `../base/index.ts`, `node:fs`. */
  readonly specifier: string;
  /** Relative to the root, when it is a file of ours. */
  readonly target: string | undefined;
  /** 1-based. */
  readonly line: number;
  /** `import type`, which leaves nothing at run time. */
  readonly typeOnly: boolean;
  /** What stands between `import` and `from`. */
  readonly clause: string;
}

const IMPORT = /^(?:import|export)\s+(?:([^;'"]*?)\s+from\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** The imports and re-exports of a TypeScript file, in order. */
export function importsOf(file: string): readonly ImportOf[] {
  const text = textOf(file);
  return [...text.matchAll(IMPORT)].map((match) => {
    const clause = match[1] ?? '';
    const specifier = match[2] ?? match[3] ?? '';
    return {
      specifier,
      target: specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : undefined,
      line: text.slice(0, match.index).split('\n').length,
      typeOnly: clause.startsWith('type '),
      clause,
    };
  });
}

/** Whether a file is a test, or help for tests. */
export function isTest(file: string): boolean {
  return file.endsWith('.test.ts') || /(^|\/)testing(\/|\.ts$)/.test(file) || file.startsWith('test/');
}
