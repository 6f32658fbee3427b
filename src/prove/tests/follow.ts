import * as fs from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const EVERY_MS = 300;

/** Tells how far a run has come, from the lines that the proof plugin adds to `file` while it goes on. */
export function follow(file: string, onTest: (done: number, total: number) => void): Disposable {
  const decoder = new StringDecoder('utf8');
  let offset = 0;
  let rest = '';
  let total = 0;
  let done = 0;
  const look = () => {
    const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size <= offset) return;
    const bytes = Buffer.alloc(size - offset);
    const descriptor = fs.openSync(file, 'r');
    try {
      offset += fs.readSync(descriptor, bytes, 0, bytes.length, offset);
    } finally {
      fs.closeSync(descriptor);
    }
    const lines = (rest + decoder.write(bytes)).split('\n');
    rest = lines.pop() ?? '';
    const before = done;
    for (const line of lines) {
      if (line.startsWith('{"kind": "finish"')) done += 1;
      else if (line.startsWith('{"kind": "collected"')) total = (JSON.parse(line) as { ids: string[] }).ids.length;
    }
    if (done !== before) onTest(done, Math.max(done, total));
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      look();
    },
  };
}
