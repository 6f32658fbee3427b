export { judgeEndpoints } from './judge.ts';
export type { EndpointVerdict, JudgeOptions, OffloadSite, ReachKind, Reason, Step } from './model.ts';
export { typesOf } from './types.ts';
