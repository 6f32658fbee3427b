export { isNowhere } from './builtins.ts';
export { savedHops } from './hops.ts';
export type { AsyncSite, Flip, FlipRequest, Flips, Gives, Kept, Seed } from './model.ts';
export { type NativeChange, type NativeRequest, type PlacedSite, settleFlips } from './settle.ts';
export { givesOf } from './places.ts';
export { solveFlips } from './solve.ts';
export { holdsLoop } from './unfit.ts';
