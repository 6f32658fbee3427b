export type { EndpointVerdict, JudgeOptions, ReachKind, Reason, Step } from './model.ts';
