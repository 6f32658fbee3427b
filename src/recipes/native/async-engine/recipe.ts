import { defineRecipe } from '../../recipe.ts';
import { type FacedUse, facedSites, writeFace } from '../faces.ts';

/** Engines and connections are awaited, and opened with `async with`, through their asynchronous faces. */
export const awaitEngines = defineRecipe<FacedUse>({
  id: 'native/async-engine',
  title: 'Await engines and connections',
  group: 'native',
  since: '0.2.0',
  stability: 'preview',
  stage: 'native',
  requires: ['native/flip'],
  find: (context) => facedSites(context, ({ face }) => face !== 'ferryman.async_session'),
  rewrite: writeFace,
});
