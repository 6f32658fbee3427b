import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, test } from 'vitest';
import { openRoot } from '../base/index.ts';
import { readRuns, record } from './journal.ts';

const begin = (run: string) =>
  ({
    step: 'begin',
    run,
    at: '2026-11-21T12:00:00Z',
    version: 1,
    original: { commit: 'c0ffee', branch: 'refs/heads/main' },
    branch: 'refs/heads/ferryman/day-one',
    commit: 'decade',
    files: [],
  }) as const;

test('a half-written line is no step, and does not swallow the next one', () => {
  const files = openRoot(fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-journal-')));
  expect(readRuns(files)).toEqual([]);
  record(files, begin('first'));
  record(files, { step: 'done', run: 'first', at: '2026-11-21T12:00:01Z' });
  files.append('.ferryman/journal.ndjson', '{"step":"rolled-back","run":"fir');
  expect(readRuns(files).map(({ run, state }) => [run, state])).toEqual([['first', 'done']]);
  record(files, begin('second'));
  expect(readRuns(files).map(({ run, state }) => [run, state])).toEqual([
    ['first', 'done'],
    ['second', 'begin'],
  ]);
  fs.rmSync(files.root, { recursive: true });
});
