export type { AsyncDriver, DriverFamily, Effect, Entry, Fact, Knowledge, Library, Severity } from './model.ts';
