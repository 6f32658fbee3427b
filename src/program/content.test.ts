import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { contentOf } from './content.ts';
import { smallProject } from './testing/small-project.ts';

const files = { 'desk.py': 'open = True\n', 'pyproject.toml': '[project]\nname = "desk"\n', 'harbour.png': '' };

/** Whether the content is another one after something was done to the project. */
function changes(doing: (at: (file: string) => string) => void): boolean {
  const root = smallProject(files);
  const before = contentOf(root);
  doing((file) => path.join(root, file));
  return contentOf(root) !== before;
}

test.each<[string, (at: (file: string) => string) => void]>([
  ['a byte of a module', (at) => fs.writeFileSync(at('desk.py'), 'open = None\n')],
  ['a byte of a module, its size and times as before', sameTimes],
  ['a module more', (at) => fs.writeFileSync(at('ferry.py'), '')],
  ['a module less', (at) => fs.rmSync(at('desk.py'))],
  ['a module by another name', (at) => fs.renameSync(at('desk.py'), at('counter.py'))],
  ['a setting', (at) => fs.appendFileSync(at('pyproject.toml'), 'version = "1"\n')],
  ['a setting that was not there', (at) => fs.writeFileSync(at('.pytest.ini'), '')],
  ['a folder that is an environment now', (at) => fs.writeFileSync(at('pyvenv.cfg'), '')],
  ['a link that leads out', (at) => fs.symlinkSync('/', at('away'))],
])('content is another one after %s', (_, doing) => {
  expect(changes(doing)).toBe(true);
});

test.each<[string, (at: (file: string) => string) => void]>([
  ['nothing', () => {}],
  ['a touch', (at) => fs.utimesSync(at('desk.py'), 1, 1)],
  ['a byte of what nobody reads', (at) => fs.writeFileSync(at('harbour.png'), 'blue')],
])('content stays what it is after %s', (_, doing) => {
  expect(changes(doing)).toBe(false);
});

function sameTimes(at: (file: string) => string): void {
  const { atime, mtime } = fs.statSync(at('desk.py'));
  fs.writeFileSync(at('desk.py'), 'open = Tru_\n');
  fs.utimesSync(at('desk.py'), atime, mtime);
}
