export { describeKnowledge } from './describe.ts';
export { loadKnowledge } from './load.ts';
export type {
  AsyncDriver,
  DriverFamily,
  Effect,
  Entry,
  Fact,
  Knowledge,
  Library,
  PackageFact,
  Severity,
} from './model.ts';
