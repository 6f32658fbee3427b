import { expect, test } from 'vitest';
import { ferryOffice } from '../../testing/report.ts';
import { groupMap } from './group.ts';

type Map = typeof ferryOffice.map;

/** `fleet.p0.m0` to `fleet.p<packages - 1>.m<modules - 1>`, each calling the first of the next package. */
function fleet(packages: number, modules: number): Map {
  const names = Array.from({ length: packages * modules }, (_, index) => [
    Math.floor(index / modules),
    index % modules,
  ]);
  return {
    modules: names.map(([p, m]) => ({
      name: `fleet.p${p}.m${m}`,
      state: m === 1 ? 'stays' : 'fit',
      endpoints: m ?? 0,
    })),
    edges: names
      .filter(([p = 0]) => p + 1 < packages)
      .map(([p = 0, m]) => ({ from: `fleet.p${p}.m${m}`, to: `fleet.p${p + 1}.m0`, calls: 1 })),
  };
}

test('a map that fits is not grouped, and what nobody touches is left out', () => {
  const { modules, edges } = groupMap(ferryOffice.map, 60);
  expect(modules.map(({ name }) => name)).not.toContain('booking.settings');
  expect(modules).toHaveLength(8);
  expect(edges).toEqual(ferryOffice.map.edges);
});

test('no more packages are folded than it takes, and a package is as fit as its worst module', () => {
  const { modules, edges, boxOf } = groupMap(fleet(3, 10), 25);
  expect(modules).toHaveLength(21);
  expect(modules[0]).toEqual({ name: 'fleet.p0', state: 'stays', endpoints: 9 });
  expect(edges[0]).toEqual({ from: 'fleet.p0', to: 'fleet.p1.m0', calls: 10 });
  expect(boxOf.get('fleet.p0.m7')).toBe('fleet.p0');
  expect(boxOf.get('fleet.p2.m7')).toBe('fleet.p2.m7');
});

test('modules that share no package: those that endpoints reach stay, the rest is one box', () => {
  const modules = Array.from({ length: 90 }, (_, index) => ({
    name: `m${index}`,
    state: 'fit' as const,
    endpoints: index,
  }));
  const grouped = groupMap({ modules, edges: [{ from: 'm89', to: 'm0', calls: 2 }] }, 60);
  expect(grouped.modules).toHaveLength(60);
  expect(grouped.boxOf.get('m0')).toBe('(others)');
  expect(grouped.boxOf.get('m89')).toBe('m89');
  expect(grouped.edges).toEqual([{ from: 'm89', to: '(others)', calls: 2 }]);
});

test('one package that holds everything is never the only box', () => {
  expect(groupMap(fleet(80, 2), 60).modules.length).toBeGreaterThan(50);
});
