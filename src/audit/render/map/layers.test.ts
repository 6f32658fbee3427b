import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Graph, keyOf, layersOf, layOut } from './layers.ts';

const graphs: fc.Arbitrary<Graph> = fc
  .integer({ min: 1, max: 25 })
  .chain((count) => {
    const node = fc.integer({ min: 0, max: count - 1 }).map((index) => `quay${index}`);
    return fc.record({
      nodes: fc.constant(Array.from({ length: count }, (_, index) => `quay${index}`)),
      edges: fc.uniqueArray(fc.record({ from: node, to: node }), {
        maxLength: 60,
        selector: ({ from, to }) => `${from} ${to}`,
      }),
    });
  })
  .map(({ nodes, edges }) => ({ nodes, edges: edges.filter(({ from, to }) => from !== to) }));

test('every node has its place once, and every longer edge a slot in each layer between, shared by those to one node', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const { layers } = layOut(graph);
      const at = layersOf(graph);
      const keys = layers.flatMap((slots, layer) => slots.map((slot) => keyOf(slot, layer)));
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.filter((key) => key.startsWith('node ')).sort()).toEqual(graph.nodes.map((n) => `node ${n}`).sort());
      for (const { from, to } of graph.edges) {
        for (let layer = (at.get(from) ?? 0) + 1; layer < (at.get(to) ?? 0); layer += 1)
          expect(keys).toContain(keyOf({ kind: 'pass', to }, layer));
      }
      expect(layers.every((slots) => slots.length > 0)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('without circles callers stand before what they call', () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges }) => {
      const forward = edges.filter(({ from, to }) => nodes.indexOf(from) < nodes.indexOf(to));
      const layers = layersOf({ nodes, edges: forward });
      for (const { from, to } of forward) expect(layers.get(from)).toBeLessThan(layers.get(to) ?? 0);
    }),
    { numRuns: 100 },
  );
});

test('what is called in a circle stands after who enters it', () => {
  const edges = [
    { from: 'desk', to: 'ledger' },
    { from: 'ledger', to: 'archive' },
    { from: 'archive', to: 'ledger' },
  ];
  expect(Object.fromEntries(layersOf({ nodes: ['archive', 'ledger', 'desk'], edges }))).toMatchInlineSnapshot(`
    {
      "archive": 2,
      "desk": 0,
      "ledger": 1,
    }
  `);
});
