export type { AsyncSite, Flip, FlipRequest, Flips, Gives, Kept } from './model.ts';
export { type NativeChange, type NativeRequest, type PlacedSite, settleFlips } from './settle.ts';
export { givesOf, solveFlips } from './solve.ts';
export { holdsLoop } from './unfit.ts';
