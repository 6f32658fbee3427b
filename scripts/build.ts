// npm run build: the package as it is published, in dist/npm, and the runtime's wheel, in dist/python.
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FerryError } from '../src/base/index.ts';
import { buildPackage, buildWheel } from './build/package.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

try {
  const built = await buildPackage(root, path.join(root, 'dist', 'npm'));
  console.log(
    `dist/npm: ${built.files} files, ${(built.bytes / 1e6).toFixed(1)} MB; publish with \`npm publish dist/npm\``,
  );
  for (const file of await buildWheel(root, path.join(root, 'dist', 'python'))) console.log(`dist/python/${file}`);
} catch (error) {
  if (!(error instanceof FerryError)) throw error;
  console.error(`${error.code}: ${error.message}\nnext: ${error.next}`);
  process.exitCode = error.exitCode;
}
