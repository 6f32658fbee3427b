export { closest } from './closest.ts';
export { FerryError, type FerryErrorInit } from './errors.ts';
export { type Emit, type FerryEvent, silent } from './events.ts';
export { type FileSystemRoot, openCache, openRoot, openTemporaryRoot } from './files.ts';
export {
  type LongProcess,
  type RunOptions,
  type RunResult,
  run,
  type StartOptions,
  startProcess,
} from './processes.ts';
export { openStore, type Store } from './store.ts';
