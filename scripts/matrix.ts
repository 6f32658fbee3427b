// node scripts/matrix.ts [--fast] [--reports FOLDER]: the runtime's tests on old and new Pythons and libraries.
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findPython } from '../bench/corpus/machine.ts';
import { run } from '../src/base/index.ts';
import { environmentFor } from './matrix/environment.ts';
import { ROWS } from './matrix/rows.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    fast: { type: 'boolean', default: false },
    reports: { type: 'string', default: path.join(root, '.cache', 'matrix') },
  },
});

let failures = 0;
for (const row of ROWS.filter(({ fast }) => fast || !values.fast)) {
  const interpreter = findPython(row.python);
  if (interpreter === undefined) {
    console.log(`${row.id}: SKIPPED, Python ${row.python} is not installed (pyenv install ${row.python})`);
    continue;
  }
  const python = await environmentFor(root, row, interpreter);
  console.log(`${row.id}: ${row.packages.join(' ')}`);
  const result = await run(
    python,
    ['-m', 'pytest', 'tests', '-q', `--junitxml=${path.join(values.reports, `${row.id}.xml`)}`],
    {
      cwd: path.join(root, 'runtime'),
      // Six environments write byte code of six Pythons: not into the tree.
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      timeoutMs: 6 * 60_000,
      onOutput: (text) => void process.stdout.write(text),
    },
  );
  if (result.status !== 0) failures += 1;
  if (result.timedOut) console.log(`${row.id}: stopped after 6 minutes`);
}
process.exitCode = failures === 0 ? 0 : 1;
