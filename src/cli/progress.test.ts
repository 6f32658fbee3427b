import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FerryEvent } from '../base/index.ts';
import { liveView, ndjsonView, plainView, type ProgressView, quietView, seconds } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { memoryTerminal } from './testing/harness.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const read: FerryEvent = { kind: 'step', id: 'read', title: 'reading 812 files' };

/** A quick step, a warning, and a slow step of three seconds. */
function play(make: (terminal: Terminal) => ProgressView) {
  const { terminal, written } = memoryTerminal();
  const view = make(terminal);
  view.emit(read);
  vi.advanceTimersByTime(200);
  view.emit({ kind: 'done', id: 'read', title: 'reading 812 files', ms: 200 });
  view.emit({ kind: 'note', level: 'warning', text: 'app/legacy.py does not parse and is left alone' });
  view.emit({ kind: 'step', id: 'tests', title: 'running the tests' });
  vi.advanceTimersByTime(2000);
  view.emit({ kind: 'progress', id: 'tests', done: 120, total: 343, unit: 'tests' });
  vi.advanceTimersByTime(1000);
  view.emit({ kind: 'done', id: 'tests', title: 'running the tests', ms: 3000 });
  view.close();
  vi.advanceTimersByTime(10_000);
  return written;
}

test('in a log only slow steps get lines', () => {
  expect(play(plainView).err).toMatchInlineSnapshot(`
    "warning: app/legacy.py does not parse and is left alone
    running the tests ...
    done running the tests (3.0 s)
    "
  `);
});

test('quiet leaves the warnings', () => {
  expect(play(quietView)).toMatchInlineSnapshot(`
    {
      "err": "warning: app/legacy.py does not parse and is left alone
    ",
      "out": "",
    }
  `);
});

test('machines get every event as a line of JSON on standard output', () => {
  expect(play(ndjsonView).out).toMatchInlineSnapshot(`
    "{"kind":"step","id":"read","title":"reading 812 files"}
    {"kind":"done","id":"read","title":"reading 812 files","ms":200}
    {"kind":"note","level":"warning","text":"app/legacy.py does not parse and is left alone"}
    {"kind":"step","id":"tests","title":"running the tests"}
    {"kind":"progress","id":"tests","done":120,"total":343,"unit":"tests"}
    {"kind":"done","id":"tests","title":"running the tests","ms":3000}
    "
  `);
});

test('on a terminal one line is redrawn and wiped', () => {
  const text = play(liveView).err;
  // each redraw begins by wiping the line before
  const frames = text.split('\r\u001b[2K');
  expect(frames.filter((_, index) => index % 6 === 1 || index === frames.length - 1)).toMatchInlineSnapshot(`
    [
      "⠹ running the tests (1.1 s)",
      "⠇ running the tests (1.8 s)",
      "⠼ running the tests 120/343 tests (2.6 s)",
      "done running the tests (3.0 s)
    ",
    ]
  `);
});

test('durations', () => {
  expect([340, 59_940, 61_000, 185_000].map(seconds)).toEqual(['0.3 s', '59.9 s', '1 min 1 s', '3 min 5 s']);
});
