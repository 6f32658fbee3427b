import * as fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Location, openSemantics, type Semantics } from './index.ts';
import { environment, type LibraryFile, library, offsetIn, textOf } from './testing/library.ts';
import { SERVERS } from './testing/servers.ts';

const DESK = 'library/desk.py';

describe.each(SERVERS)('$server', ({ server, program, missing }) => {
  if (missing !== undefined) {
    test.skip(missing);
    return;
  }
  let root: ReturnType<typeof library>;
  let semantics: Semantics;
  const at = (needle: string, file: LibraryFile = DESK) => [file, offsetIn(textOf(file), needle)] as const;
  const isDefinition = ({ file, start }: Location) =>
    /\b(?:def|class) $/.test(textOf(file as LibraryFile).slice(0, start));
  /** Locations as people read them: definitions in the project, modules outside of it. */
  const read = (locations: readonly Location[]): string[] =>
    locations.map((location) => {
      if (!location.isInside) return `in ${location.module}`;
      const name = textOf(location.file as LibraryFile).slice(location.start, location.end);
      return `${location.file}:${location.line} ${isDefinition(location) ? 'defines ' : ''}${name}`;
    });
  const onDisk = (folder: string) => new Set(fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }));

  beforeAll(async () => {
    root = library();
    semantics = await openSemantics({
      root: root.root,
      python: environment(root),
      server,
      files: [DESK, 'library/shelves.py', 'library/log.py', 'library/__init__.py'],
      ...(program === undefined ? {} : { program }),
    });
  });
  afterAll(async () => {
    await semantics?.[Symbol.asyncDispose]();
    root?.[Symbol.dispose]();
  });

  test('a method is found through the annotation of its receiver, and through a re-exported class', async () => {
    expect(read(await semantics.definitions(...at('shelf.|lend(title) for')))).toEqual([
      'library/shelves.py:7 defines lend',
    ]);
    expect(read(await semantics.definitions(...at('Attic().|lend')))).toEqual(['library/shelves.py:11 defines lend']);
  });

  test('a decorated function is found behind characters of two UTF-16 units', async () => {
    expect(read(await semantics.definitions(...at('"🚪", |welcome')))).toEqual(['library/desk.py:9 defines welcome']);
  });

  test('installed packages and the standard library are outside and have module names', async () => {
    expect(read(await semantics.definitions(...at('{|next_opening()}')))).toEqual(['in timetable.hours']);
    expect(read(await semantics.definitions(...at('{|sail()}')))).toEqual(['in ferries']);
    expect(read(await semantics.definitions(...at('time.|sleep', 'library/shelves.py')))).toEqual(['in time']);
  });

  test('nothing is known of an unannotated parameter until an overlay annotates it, and again afterwards', async () => {
    const place = at('    return shelf.|lend(title)\n\n\ndef tidy');
    expect(await semantics.definitions(...place)).toEqual([]);
    const annotated = textOf(DESK).replace('hand_over(shelf,', 'hand_over(shelf: Attic,');
    if (!semantics.hasOverlays) {
      expect(() => semantics.change(DESK, annotated)).toThrow('texts that are not on disk');
      return;
    }
    semantics.change(DESK, annotated);
    const moved = offsetIn(annotated, '    return shelf.|lend(title)\n\n\ndef tidy');
    expect(read(await semantics.definitions(DESK, moved))).toEqual(['library/shelves.py:11 defines lend']);
    semantics.close(DESK);
    expect(await semantics.definitions(...place)).toEqual([]);
    expect(root.read(DESK)?.toString()).toBe(textOf(DESK));
  });

  test('a definition that an overlay moves is found where the overlay has it', async ({ skip }) => {
    if (!semantics.hasOverlays) skip(`${server} has no overlays`);
    const shelves = textOf('library/shelves.py');
    semantics.open('library/shelves.py', `# Shelves, and what they lend.\n${shelves}`);
    expect(await semantics.definitions(...at('Attic().|lend'))).toMatchObject([{ line: 12 }]);
    semantics.close('library/shelves.py');
    expect(await semantics.definitions(...at('Attic().|lend'))).toMatchObject([{ line: 11 }]);
  });

  test('a file that exists only as an overlay can be asked about', async ({ skip }) => {
    if (!semantics.hasOverlays) skip(`${server} has no overlays`);
    const text = 'from library import Attic\n\nAttic().lend("Emma")\n';
    semantics.open('library/cellar.py', text);
    const found = await semantics.definitions('library/cellar.py', offsetIn(text, '().|lend'));
    expect(read(found)).toEqual(['library/shelves.py:11 defines lend']);
    semantics.close('library/cellar.py');
  });

  test('types, mentions and texts', async () => {
    expect(read(await semantics.typeDefinitions(...at('[|shelf.lend(title) for')))).toEqual([
      'library/shelves.py:5 defines Shelf',
    ]);
    const mentions = read(await semantics.references(...at('def |logged', 'library/log.py')));
    expect(mentions.toSorted()).toEqual([
      'library/desk.py:5 logged',
      'library/desk.py:8 logged',
      'library/log.py:9 defines logged',
    ]);
    expect(await semantics.hover(...at('Attic().|lend'))).toContain('lend');
    expect(await semantics.hover(...at('Attic().|lend'))).toContain('title: str');
  });

  test('overriding methods are told or the question is refused', async () => {
    const place = at('    @abstractmethod\n    def |lend', 'library/shelves.py');
    if (semantics.canAsk('implementations')) {
      expect(read(await semantics.implementations(...place))).toContain('library/shelves.py:11 defines lend');
    } else {
      await expect(semantics.implementations(...place)).rejects.toMatchObject({ code: 'FERRY_SEMANTICS_UNSUPPORTED' });
    }
  });

  test('a forgotten await is diagnosed, in spite of a comment that hides errors', async () => {
    expect(await semantics.diagnostics('library/shelves.py')).toEqual([]);
    const text = textOf('library/bell.py');
    const found = await semantics.diagnostics('library/bell.py');
    expect(found.map(({ line, start, end }) => `${line} ${text.slice(start, end)}`)).toEqual([
      '6 ring()',
      '7 ring() + 1',
    ]);
  });

  test('many questions get their answers in order, failures among them', async () => {
    const place = { file: DESK, offset: offsetIn(textOf(DESK), 'Attic().|lend') };
    const counts: number[] = [];
    const answers = await semantics.ask(
      [
        { want: 'definitions', ...place },
        { want: 'hover', file: 'library/lost.py', offset: 0 },
        { want: 'diagnostics', file: 'library/shelves.py' },
        ...Array.from({ length: 40 }, () => ({ want: 'typeDefinitions', ...place }) as const),
      ],
      { onAnswer: (done) => counts.push(done) },
    );
    expect(counts).toEqual(Array.from({ length: 43 }, (_, index) => index + 1));
    expect(answers.slice(0, 3)).toMatchObject([
      { kind: 'locations', locations: [{ file: 'library/shelves.py', line: 11 }] },
      { kind: 'failed', error: { code: 'FERRY_UNREADABLE' } },
      { kind: 'diagnostics', diagnostics: [] },
    ]);
  });

  test('nothing was written to the project, and its interpreter was not run', () => {
    using untouched = library();
    environment(untouched);
    expect(onDisk(root.root)).toEqual(onDisk(untouched.root));
  });
});
