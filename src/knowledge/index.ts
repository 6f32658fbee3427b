export { describeKnowledge } from './describe.ts';
export { loadKnowledge } from './load.ts';
export type {
  AsyncDriver,
  Awaitable,
  ClassTwin,
  DriverFamily,
  Effect,
  Entry,
  Face,
  Fact,
  Knowledge,
  Library,
  PackageFact,
  Severity,
  Twin,
} from './model.ts';
