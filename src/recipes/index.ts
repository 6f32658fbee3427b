export { wouldGain } from './applications.ts';
export type {
  Applicability,
  Finding,
  Fitness,
  NativeFlip,
  NativeUse,
  NativeWork,
  Recipe,
  RecipeContext,
  Site,
  Stability,
} from './recipe.ts';
export { defineRecipe } from './recipe.ts';
export { type Example, readPage, renderFinding } from './pages.ts';
export { recipes } from './registry.ts';
export type { RewrittenFile } from './rewriter.ts';
export { type Draft, runRecipes, textsOf } from './run.ts';
export { type Block, blockOf } from './native/blocks.ts';
export { type Run, runOf } from './native/runs.ts';
