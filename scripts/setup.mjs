// Makes this checkout ready for `npm test` and `npm run demo`. Plain JavaScript without dependencies, because it runs
// under the system's Node (20 or newer) before `npm ci` has brought anything.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError, withLock } from './setup/lock.mjs';
import { nodeIsReady, setUpNode } from './setup/node.mjs';
import { pythonIsReady, setUpPython } from './setup/python.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const say = (/** @type {string} */ text) => console.log(`setup: ${text}`);

try {
  if (!existsSync(path.join(root, 'package-lock.json'))) {
    throw new SetupError('package-lock.json is missing', 'Run this script from a checkout of Ferryman.');
  }
  if (nodeIsReady(root) && pythonIsReady(root)) {
    say('nothing to do');
  } else {
    await withLock(path.join(root, '.cache', 'setup.lock'), say, () => {
      setUpNode(root, say);
      setUpPython(root, say);
      say(`ready: ferryman ${JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version}`);
    });
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`setup: ${error.message}`);
  console.error(`next:  ${error.next}`);
  process.exitCode = 3;
}
