import { defineRecipe } from '../../recipe.ts';
import { type FacedUse, facedSites, writeFace } from '../faces.ts';

/** Transactions and savepoints of sessions are entered with `async with`. */
export const enterTransactions = defineRecipe<FacedUse>({
  id: 'native/transactions',
  title: 'Enter transactions of sessions',
  group: 'native',
  since: '0.2.0',
  stability: 'preview',
  stage: 'native',
  requires: ['native/flip', 'native/async-session'],
  find: (context) => facedSites(context, ({ face, how }) => face === 'ferryman.async_session' && how !== 'awaited'),
  rewrite: writeFace,
});
