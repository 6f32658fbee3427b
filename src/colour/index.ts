export { judgeEndpoints } from './judge.ts';
export { surroundingsOf } from './reach.ts';
export type { Surroundings } from './surroundings.ts';
export type { EndpointVerdict, JudgeOptions, OffloadSite, ReachKind, Reason, Step } from './model.ts';
export { checkThreaded } from './threaded.ts';
export { typesOf } from './types.ts';
export { givesOf, holdsLoop, isNowhere, savedHops, settleFlips, solveFlips } from './flips/index.ts';
export type {
  AsyncSite,
  Flip,
  FlipRequest,
  Flips,
  Gives,
  Kept,
  NativeChange,
  NativeRequest,
  PlacedSite,
  Seed,
} from './flips/index.ts';
export { entersSession, solveFaces } from './faces/index.ts';
export type { AnnotationEdit, FaceEdit, Faces, Turned } from './faces/index.ts';
