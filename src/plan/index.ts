export { unifiedDiff } from './diff.ts';
export { makePlan, type PlanOptions } from './make-plan.ts';
export type { Plan, PlannedEndpoint, PlannedFile } from './model.ts';
export { isBridged, notBridged } from './native/bridged.ts';
export { makeNativePlan } from './native/make-native-plan.ts';
export { selectFunctions } from './native/select.ts';
export type { NativePlan, PlannedFlip, Remainder } from './native/model.ts';
export type { Installed } from './refuse.ts';
