import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  analyseScopes,
  applyEdits,
  checkEdited,
  dropImport,
  formatted,
  formatterClean,
  type ImportRequest,
  importsSorted,
  loadPython,
  type Need,
  needImport,
  planImports,
  readSource,
  withTree,
} from '../index.ts';

beforeAll(async () => {
  await loadPython();
});

function plan(text: string, requests: readonly ImportRequest[]): string {
  const file = readSource('app/main.py', Buffer.from(text));
  if (file.kind === 'refused') throw new Error(file.message);
  const { edits } = withTree(file, (root) => planImports(file, root, analyseScopes(root), requests, { width: 88 }));
  const after = applyEdits(file, edits);
  checkEdited(file, after);
  return after;
}

const MODULES = [
  'os',
  'json',
  'os.path',
  'sqlalchemy',
  'sqlalchemy.orm',
  'fastapi',
  'ferryman',
  '.models',
  '..core.db',
  '.',
];
const NAMES = [
  'Session',
  'create_engine',
  'LIMIT',
  'crossing',
  'URL',
  'select',
  'sessionmaker',
  'joinedload',
  'BRIDGED',
];
const module = fc.constantFrom(...MODULES);
const name = fc.constantFrom(...NAMES);
const plain = module.filter((each) => !each.startsWith('.'));
const need = fc.oneof(
  plain.map((each) => needImport(each)),
  fc.tuple(module, name).map(([from, each]) => needImport(from, each)),
  fc.tuple(module, name).map(([from, each]) => needImport(from, each, { as: `the_${each.toLowerCase()}` })),
);

/** Requests that bind different names. */
const needs = fc.uniqueArray(need, {
  minLength: 1,
  maxLength: 3,
  selector: (each) => each.as ?? each.name ?? each.module,
});

/** A file as ruff formats and sorts it: made from nothing by our own requests, checked before use. */
const clean = fc
  .tuple(
    fc.constantFrom(
      '',
      '"""Loans."""\n',
      '#!/usr/bin/env python\n# Ferries\n\n',
      '"""Loans."""\n\nfrom __future__ import annotations\n',
    ),
    fc.uniqueArray(fc.tuple(module, name), { maxLength: 14 }),
    fc.constantFrom('\n\ndef lend():\n    pass\n', '\nLIMITS = 3\n', ''),
  )
  .map(([head, imports, body]) => {
    const lines = imports.map(([from, each]) => `from ${from} import ${each}\n`).join('');
    return { head, lines, body };
  });

/**
 * One module with names under other names, in statements of their own, and with plain ones: a plain name that sorts
 * before them would make the sorter exchange two statements, and we leave both where they are.
 */
const isMixed = (needs: readonly Need[]) =>
  needs.some(
    (one) => one.as !== undefined && needs.some((other) => other.as === undefined && one.module === other.module),
  );

test('files that are clean under ruff, format and import order, stay clean', () => {
  const several = fc
    .uniqueArray(need, { maxLength: 12, selector: (each) => each.as ?? each.name ?? each.module })
    .filter((needs) => !isMixed(needs));
  const check = (text: string, before: string) => {
    if (importsSorted(text) && formatterClean(text)) return;
    throw new Error(`not clean:\n${text}\nbefore:\n${before}\nformatted:\n${formatted(text)}`);
  };
  fc.assert(
    fc.property(clean, several, fc.nat(11), ({ head, body }, wanted, first) => {
      const text = formatted(head + body) ?? '';
      fc.pre(importsSorted(text));
      const once = plan(text, wanted.slice(0, first));
      check(once, text);
      check(plan(once, wanted.slice(first)), once);
    }),
    { numRuns: 150 },
  );
});

test('a second run changes nothing', () => {
  fc.assert(
    fc.property(clean, needs, ({ head, lines, body }, wanted) => {
      const once = plan(`${head}${lines}${body}`, wanted);
      expect(plan(once, wanted)).toBe(once);
    }),
    { numRuns: 100 },
  );
});

test('what was added and dropped again leaves the rest as it was', () => {
  const blank = (text: string) => text.replace(/^\s*\n/gm, '').trimEnd();
  fc.assert(
    fc.property(clean, ({ head, lines, body }) => {
      const text = `${head}${lines}${body}`;
      const added = plan(text, [needImport('ferryman', 'wait')]);
      expect(blank(plan(added, [dropImport('ferryman', 'wait')]))).toBe(blank(text));
    }),
    { numRuns: 100 },
  );
});
