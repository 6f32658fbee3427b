import { describe, expect, it } from 'vitest';
import { verdicts } from './targets.ts';

const bare = [48, 52, 50, 49, 51];

function judge(bridged: number[], thread: number[], inPlace: number[]) {
  return verdicts({
    'wait, bridged code': bridged,
    'wait, thread of a request': thread,
    'run_coroutine_threadsafe().result()': bare,
    'in place': inPlace,
  }).map(({ text, isMet }) => `${isMet ? 'met' : 'not met'}: ${text}`);
}

describe('the targets of the bridge', () => {
  it('are met by medians, whatever a single bad round says', () => {
    expect(judge([1, 1, 1, 1, 40], [49, 51, 50, 50, 50], [3, 3, 3, 90, 3])).toMatchInlineSnapshot(`
      [
        "met: sync -> async in bridged code (wait, bridged code): 1.00 us, at most 3",
        "met: async -> sync (in place): 3.00 us, at most 10",
        "met: sync -> async from a plain thread: 1.00 (0.98 to 1.02) times the bare run_coroutine_threadsafe().result(), not above 1",
      ]
    `);
  });

  it('are missed when calls are slower', () => {
    expect(judge([4], [100, 99, 101, 100, 102], [11])).toMatchInlineSnapshot(`
      [
        "not met: sync -> async in bridged code (wait, bridged code): 4.00 us, at most 3",
        "not met: async -> sync (in place): 11.00 us, at most 10",
        "not met: sync -> async from a plain thread: 2.01 (1.95 to 2.06) times the bare run_coroutine_threadsafe().result(), not above 1",
      ]
    `);
  });
});
