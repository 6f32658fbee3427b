export { commitBefore } from './commit-before.ts';
export { type Migrated, type MigrateOptions, migrate, planProject } from './migrate.ts';
export { rollback } from './rollback-run.ts';
export type { TakenBack } from './rollback.ts';
export { type MigratedNative, migrateNative, type PlannedNative, planNative } from './native.ts';
