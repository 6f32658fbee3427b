import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { openProgram } from './program.ts';
import { smallProject } from './testing/small-project.ts';

test('environments, caches and repositories are not part of a project', async () => {
  const root = smallProject({
    'ferry/main.py': '',
    'env/pyvenv.cfg': '',
    'env/lib/site.py': '',
    '.git/hooks/x.py': '',
    'web/node_modules/tool/setup.py': '',
    'ferry/__pycache__/main.py': '',
  });
  const program = await openProgram(root);
  expect(program.modules.map((module) => module.file)).toEqual(['ferry/main.py']);
});

test('what cannot be read is refused with a reason, and the rest goes on', async () => {
  const root = smallProject({
    'good.py': 'x = 1\n',
    'latin.py': Buffer.from([0x78, 0x20, 0x3d, 0x20, 0x22, 0xe9, 0x22, 0x0a]),
    'old.py': 'print "aboard"\n',
    'huge.py': `x = "${'a'.repeat(2000)}"\n`,
    'broken.py': 'def lend(:\n',
    'line\nfeed.py': 'x = 1\n',
  });
  fs.symlinkSync('/etc/hostname', path.join(root, 'outside.py'));
  fs.symlinkSync(path.join(root, 'good.py'), path.join(root, 'again.py'));
  const program = await openProgram(root, { maxFileBytes: 1000 });
  expect(program.modules.map((module) => module.file)).toEqual(['good.py']);
  expect(program.refusals.map((refusal) => `${refusal.code} ${JSON.stringify(refusal.file)}`).sort()).toEqual([
    'FERRY_DOES_NOT_PARSE "broken.py"',
    'FERRY_DOES_NOT_PARSE "old.py"',
    'FERRY_FILE_TOO_LARGE "huge.py"',
    'FERRY_ODD_FILE_NAME "line\\nfeed.py"',
    'FERRY_SYMLINK_OUTSIDE "outside.py"',
    'FERRY_UNDECODABLE "latin.py"',
  ]);
});
