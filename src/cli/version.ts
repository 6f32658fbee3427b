import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's version. The manifest is looked for upwards, because source and build lie at different depths. */
export function version(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = manifestOf(folder);
    if (manifest?.name === 'ferryman' && manifest.version !== undefined) return manifest.version;
  }
  return 'unknown';
}

function manifestOf(folder: string): { readonly name?: string; readonly version?: string } | undefined {
  try {
    const values: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof values === 'object' && values !== null ? values : undefined;
  } catch {
    return undefined;
  }
}
