import { expect, test } from 'vitest';
import { importsOf, isTest, projectFiles } from './tree.ts';

/** From top to bottom; see ARCHITECTURE.md. */
const ROOMS = [
  'cli',
  'migrate',
  'prove',
  'plan',
  'audit',
  'colour',
  'recipes',
  'knowledge',
  'program',
  'semantics',
  'syntax',
  'base',
];

const sources = projectFiles().filter((file) => file.endsWith('.ts'));

/** `src/plan/edits.ts` is in room `plan`. */
function roomOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}

const arrows = sources.flatMap((file) =>
  importsOf(file).flatMap(({ target, line }) => (target === undefined ? [] : [{ file, line, target }])),
);

test('every folder of src is a room', () => {
  const unknown = new Set(sources.map(roomOf).filter((room) => room !== undefined && !ROOMS.includes(room)));
  expect(
    [...unknown].map((room) => `src/${room}: give it a place among the rooms of ARCHITECTURE.md and of this test`),
  ).toEqual([]);
});

test('arrows between rooms go down', () => {
  const upwards = arrows.flatMap(({ file, line, target }) => {
    const from = roomOf(file);
    const to = roomOf(target);
    if (from === undefined || to === undefined || ROOMS.indexOf(to) >= ROOMS.indexOf(from)) return [];
    return [
      `${file}:${line} imports src/${to}, which lies above src/${from}: move what is shared down into src/${from} or below, or pass it in as an argument`,
    ];
  });
  expect(upwards).toEqual([]);
});

test('rooms are entered through their public face', () => {
  const climbed = arrows.flatMap(({ file, line, target }) => {
    const to = roomOf(target);
    if (to === undefined || to === roomOf(file) || target === `src/${to}/index.ts`) return [];
    if (isTest(target) && (isTest(file) || roomOf(file) === undefined)) return [];
    return [
      `${file}:${line} imports ${target}, a private file: import src/${to}/index.ts, and export there what is missing`,
    ];
  });
  expect(climbed).toEqual([]);
});

test('the product does not import its workshop', () => {
  const outside = arrows.flatMap(({ file, line, target }) => {
    if (!file.startsWith('src/') || target.startsWith('src/')) return [];
    return [`${file}:${line} imports ${target}: src/ is published alone, so move what it needs into a room`];
  });
  expect(outside).toEqual([]);
});

test('no import circles', () => {
  const edges = new Map<string, string[]>();
  for (const { file, target } of arrows) edges.set(file, [...(edges.get(file) ?? []), target]);
  const circles = findCircles(edges).map(
    (circle) => `${circle.join(' -> ')}: move what both sides need into a file of its own`,
  );
  expect(circles).toEqual([]);
});

/** One circle for each file that closes one, by depth-first search. */
function findCircles(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const finished = new Set<string>();
  const trail: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string) => {
    if (finished.has(file)) return;
    const start = trail.indexOf(file);
    if (start !== -1) {
      circles.push([...trail.slice(start), file]);
      return;
    }
    trail.push(file);
    for (const next of edges.get(file) ?? []) visit(next);
    trail.pop();
    finished.add(file);
  };
  for (const file of edges.keys()) visit(file);
  return circles;
}
