import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A failure that the reader can do something about. */
export class SetupError extends Error {
  /** @param {string} message @param {string} next one sentence: what to do */
  constructor(message, next) {
    super(message);
    this.next = next;
  }
}

/**
 * Run `work` while holding a lock file, so that two set-ups started at once do not build the same folders. A lock whose
 * owner has died is taken over.
 * @param {string} file @param {(text: string) => void} say @param {() => void | Promise<void>} work
 */
export async function withLock(file, say, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  const deadline = Date.now() + 15 * 60_000;
  let told = false;
  while (!take(file)) {
    const owner = ownerOf(file);
    if (owner === undefined || !isAlive(owner)) {
      setAside(file, owner);
      continue;
    }
    if (!told) say(`another set-up is running here (process ${owner}); waiting for it`);
    told = true;
    if (Date.now() > deadline) {
      throw new SetupError(`process ${owner} has held ${file} for 15 minutes`, `End it, or delete ${file}.`);
    }
    await sleep(300);
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    await work();
  } finally {
    release();
    process.removeListener('exit', release);
  }
}

function take(/** @type {string} */ file) {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, `${process.pid}\n`);
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function ownerOf(/** @type {string} */ file) {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isInteger(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

// Renamed, not removed: of two waiters that both saw a dead owner, the slower one must not throw away the new lock.
function setAside(/** @type {string} */ file, /** @type {number | undefined} */ owner) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (ownerOf(aside) === owner) rmSync(aside, { force: true });
    else renameSync(aside, file);
  } catch {
    // someone else was faster; the loop looks again
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
