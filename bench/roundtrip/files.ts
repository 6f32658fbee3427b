import * as fs from 'node:fs';
import * as path from 'node:path';
import { run } from '../../src/base/index.ts';

/** Every .py file below a Python's standard library and site-packages, each once, sorted; symlinks are not followed. */
export async function installedFiles(python: string): Promise<string[]> {
  const script = `import json, sysconfig; print(json.dumps(sorted(set(sysconfig.get_paths()[k] for k in ('stdlib', 'platstdlib', 'purelib', 'platlib')))))`;
  const result = await run(python, ['-c', script], { cwd: import.meta.dirname, timeoutMs: 30_000 });
  const folders = JSON.parse(result.stdout) as string[];
  return [...new Set(folders.flatMap(pythonFiles))].sort();
}

/** The .py files of a folder tree. */
export function pythonFiles(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
