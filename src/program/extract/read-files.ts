import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { loadPython } from '../../syntax/index.ts';
import type { ModuleFacts } from '../facts.ts';
import type { Refusal } from '../model.ts';
import { unflatten } from './flat.ts';
import { type Parsed, readFile } from './read-file.ts';
import { readModule } from './statements.ts';

/** What a thread is given. */
export interface Work {
  readonly root: string;
  readonly files: readonly string[];
  readonly limit: number;
  /** How many files were taken; shared by all threads. */
  readonly taken: Int32Array;
  readonly port: MessagePort;
}

/** A file that a thread has parsed, by its place in the list. */
export interface Sent extends Parsed {
  readonly at: number;
}

/**
 * A thread loads this code and the grammar anew, and compiles all of it again: half a second of a processor, in which one
 * thread parses a dozen megabytes. Below so many bytes it is not worth that.
 */
const worthThreads = 20_000_000;
/** The main thread makes facts of what the other parses, which takes longer: more than one would wait for it. */
const mostThreads = 1;

/**
 * Read files; the answers are in the order of `files`, relative to the root. Parsing takes a third of the time and is
 * shared with a thread where a project is very large; facts are made here, because objects are slow to send. A thread that
 * fails costs time and nothing else: what it has not sent is read here.
 */
export async function readFiles(
  root: string,
  files: readonly string[],
  limit: number,
): Promise<readonly (ModuleFacts | Refusal)[]> {
  await loadPython();
  const read: (ModuleFacts | Refusal | undefined)[] = files.map(() => undefined);
  const readHere = (at: number, file: string) => (read[at] ??= readFile(root, file, limit));
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const threads = startThreads(countThreads(root, files), { root, files, limit, taken });
  const receive = () => {
    for (const { port } of threads) {
      for (let sent = nextOf(port); sent; sent = nextOf(port)) {
        try {
          read[sent.at] = readModule(sent.text, unflatten(sent.tree));
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          // Nested too deeply for this thread: it is read again below, and refused.
        }
      }
    }
  };
  for (;;) {
    const at = Atomics.add(taken, 0, 1);
    const file = files[at];
    if (file === undefined) break;
    readHere(at, file);
    receive();
  }
  await Promise.all(threads.map(({ ended }) => ended));
  receive();
  for (const { port } of threads) port.close();
  return files.map((file, at) => readHere(at, file));
}

function countThreads(root: string, files: readonly string[]): number {
  const most = Math.min(mostThreads, os.availableParallelism() - 1);
  if (most < 1) return 0;
  let bytes = 0;
  for (const file of files) {
    bytes += fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.size ?? 0;
    if (bytes >= worthThreads) return most;
  }
  return 0;
}

interface Thread {
  readonly port: MessagePort;
  /** Settles when the thread is gone, however it ended. */
  readonly ended: Promise<void>;
}

function startThreads(count: number, work: Omit<Work, 'port'>): readonly Thread[] {
  const entry = new URL('./worker.ts', import.meta.url);
  // The published package holds what the compiler made of it.
  if (import.meta.url.endsWith('.js')) entry.pathname = entry.pathname.replace(/\.ts$/u, '.js');
  return Array.from({ length: count }, (): Thread => {
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(entry, { workerData: { ...work, port: port2 }, transferList: [port2] });
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
      worker.on('error', () => {}); // what it did not send is read by the main thread, which says what is wrong
    });
    return { port: port1, ended };
  });
}

function nextOf(port: MessagePort): Sent | undefined {
  return (receiveMessageOnPort(port) as { readonly message: Sent } | undefined)?.message;
}
