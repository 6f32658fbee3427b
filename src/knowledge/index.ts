export { describeKnowledge } from './describe.ts';
export { loadKnowledge } from './load.ts';
export type {
  AsyncDriver,
  Awaitable,
  DriverFamily,
  Effect,
  Entry,
  Fact,
  Knowledge,
  Library,
  PackageFact,
  Severity,
} from './model.ts';
