export { unifiedDiff } from './diff.ts';
export { makePlan, type PlanOptions } from './make-plan.ts';
export type { Plan, PlannedEndpoint, PlannedFile } from './model.ts';
export type { Installed } from './refuse.ts';
