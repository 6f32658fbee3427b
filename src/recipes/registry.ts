// Written by scripts/generate.ts from the folders of src/recipes. Do not edit.
import { offloadCalls } from './calls/offload/recipe.ts';
import { installCrossing } from './crossing/install/recipe.ts';
import { addRuntime } from './dependencies/add-runtime/recipe.ts';
import { createEngine } from './engine/create-engine/recipe.ts';
import { driverClass } from './engine/driver-class/recipe.ts';
import { driverNames } from './engine/driver-names/recipe.ts';
import { scopedSession } from './engine/scoped-session/recipe.ts';
import { awaitEngines } from './native/async-engine/recipe.ts';
import { awaitSessions } from './native/async-session/recipe.ts';
import { flipFunctions } from './native/flip/recipe.ts';
import { runSync } from './native/run-sync/recipe.ts';
import { holdAsyncSessions } from './native/session-face/recipe.ts';
import { enterTransactions } from './native/transactions/recipe.ts';
import type { Recipe } from './recipe.ts';
import { coverageConcurrency } from './tests/coverage-concurrency/recipe.ts';
import { namePlugin } from './tests/plugin/recipe.ts';

/** All recipes, by id. */
// biome-ignore format: one recipe a line
export const recipes: readonly Recipe[] = [
  offloadCalls,
  installCrossing,
  addRuntime,
  createEngine,
  driverClass,
  driverNames,
  scopedSession,
  awaitEngines,
  awaitSessions,
  flipFunctions,
  runSync,
  holdAsyncSessions,
  enterTransactions,
  coverageConcurrency,
  namePlugin,
];
