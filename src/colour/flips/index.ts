export type { AsyncSite, Flip, FlipRequest, Flips, Gives, Kept } from './model.ts';
export { givesOf, solveFlips } from './solve.ts';
