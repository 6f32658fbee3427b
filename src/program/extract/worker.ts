import { workerData } from 'node:worker_threads';
import { loadPython } from '../../syntax/index.ts';
import { parseFile } from './read-file.ts';
import type { Sent, Work } from './read-files.ts';

/**
 * A thread that parses beside the main one. It takes the next file that nobody has taken until none is left, and ends.
 * What it cannot parse it leaves to the main thread, which then says why.
 */
const { root, files, limit, taken, port } = workerData as Work;
await loadPython();
for (;;) {
  const at = Atomics.add(taken, 0, 1);
  const file = files[at];
  if (file === undefined) break;
  const parsed = parseFile(root, file, limit);
  if ('code' in parsed) continue;
  const sent: Sent = { at, ...parsed };
  port.postMessage(sent, [parsed.tree.buffer]);
}
port.close();
