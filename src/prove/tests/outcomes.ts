import { z } from 'zod';

/** What became of one test. `failed`: its body; `error`: its set-up or tear-down, or it never came to an end. */
export type Outcome = 'passed' | 'failed' | 'error' | 'skipped' | 'xfailed' | 'xpassed';

export interface TestResult {
  /** pytest's node id; of tests that share one, the second is `id#2`. Memory addresses in it read `0x`. */
  readonly id: string;
  /** The id as pytest takes it on its command line. */
  readonly selector: string;
  readonly outcome: Outcome;
  readonly seconds: number;
  /** The failure's last words or why it was skipped; empty when it passed. */
  readonly reason: string;
}

export interface RunWarning {
  readonly category: string;
  readonly message: string;
  /** `file:line` as Python reported it. */
  readonly place: string;
  /** The test during which it came up; empty outside tests. */
  readonly id: string;
}

/** What the proof plugin wrote about one run. */
export interface Observations {
  /** pytest's root folder: node ids are relative to it. */
  readonly rootDirectory: string | undefined;
  readonly python: string | undefined;
  readonly pytest: string | undefined;
  readonly collected: readonly string[];
  readonly uncollected: readonly { readonly id: string; readonly reason: string }[];
  readonly results: readonly TestResult[];
  readonly warnings: readonly RunWarning[];
  /** Files of the tree that were imported, relative to it, with `/`. */
  readonly modules: readonly string[];
  /** Whether pytest came to its own end. */
  readonly ended: boolean;
}

const line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), root: z.string(), python: z.string(), pytest: z.string() }),
  z.object({ kind: z.literal('collected'), ids: z.array(z.string()) }),
  z.object({ kind: z.literal('uncollected'), id: z.string(), reason: z.string() }),
  z.object({ kind: z.literal('begin'), id: z.string() }),
  z.object({
    kind: z.literal('phase'),
    id: z.string(),
    when: z.string(),
    outcome: z.enum(['passed', 'failed', 'skipped', 'xfailed', 'xpassed']),
    seconds: z.number(),
    reason: z.string(),
  }),
  z.object({ kind: z.literal('finish'), id: z.string() }),
  z.object({
    kind: z.literal('warning'),
    category: z.string(),
    message: z.string(),
    place: z.string(),
    id: z.string(),
  }),
  z.object({ kind: z.literal('modules'), files: z.array(z.string()) }),
  z.object({ kind: z.literal('end'), exit: z.number(), at: z.number() }),
]);
type Line = z.infer<typeof line>;

interface Tally {
  readonly selector: string;
  readonly id: string;
  outcome: Outcome | undefined;
  seconds: number;
  reason: string;
  finished: boolean;
}

/** Put the plugin's lines together. A last line that a killed process left half written is left out. */
export function readObservations(text: string): Observations {
  const lines = parseLines(text);
  const of = <Kind extends Line['kind']>(kind: Kind) =>
    lines.filter((each): each is Extract<Line, { kind: Kind }> => each.kind === kind);
  const start = of('start')[0];
  return {
    rootDirectory: start?.root,
    python: start?.python,
    pytest: start?.pytest,
    // Every xdist worker collects for itself, and all collect the same.
    collected: of('collected')[0]?.ids ?? [],
    uncollected: of('uncollected').map(({ id, reason }) => ({ id, reason })),
    results: tally(lines).map(resultOf),
    warnings: of('warning').map(({ category, message, place, id }) => ({ category, message, place, id })),
    modules: [...new Set(of('modules').flatMap(({ files }) => files.map((file) => file.replaceAll('\\', '/'))))].sort(),
    ended: of('end').length > 0,
  };
}

function parseLines(text: string): Line[] {
  return text.split('\n').flatMap((each) => {
    try {
      return [line.parse(JSON.parse(each))];
    } catch {
      return [];
    }
  });
}

function tally(lines: readonly Line[]): Tally[] {
  const all: Tally[] = [];
  const open = new Map<string, Tally>();
  const seen = new Map<string, number>();
  const begin = (selector: string) => {
    const stable = selector.replaceAll(/0x[0-9a-fA-F]{6,}/g, '0x');
    const count = (seen.get(stable) ?? 0) + 1;
    seen.set(stable, count);
    const id = count === 1 ? stable : `${stable}#${count}`;
    const fresh: Tally = { selector, id, outcome: undefined, seconds: 0, reason: '', finished: false };
    all.push(fresh);
    open.set(selector, fresh);
    return fresh;
  };
  for (const each of lines) {
    if (each.kind === 'begin') begin(each.id);
    else if (each.kind === 'phase') add(open.get(each.id) ?? begin(each.id), each);
    else if (each.kind === 'finish') {
      const done = open.get(each.id);
      if (done !== undefined) done.finished = true;
    }
  }
  return all;
}

const GRAVITY: Record<Outcome, number> = { passed: 0, xpassed: 1, xfailed: 2, skipped: 3, failed: 4, error: 5 };

/** Set-up and tear-down that pass say nothing; anything else that is graver than what is known so far replaces it. */
function add(test: Tally, phase: Extract<Line, { kind: 'phase' }>): void {
  test.seconds += phase.seconds;
  const isCall = phase.when === 'call';
  if (phase.outcome === 'passed' && !isCall) return;
  const outcome: Outcome = phase.outcome === 'failed' && !isCall ? 'error' : phase.outcome;
  if (test.outcome !== undefined && GRAVITY[outcome] <= GRAVITY[test.outcome]) return;
  test.outcome = outcome;
  test.reason = phase.reason;
}

function resultOf(test: Tally): TestResult {
  const { id, selector, seconds } = test;
  if (!test.finished || test.outcome === undefined) {
    return { id, selector, outcome: 'error', seconds, reason: 'the run ended before this test did' };
  }
  return { id, selector, outcome: test.outcome, seconds, reason: test.reason };
}
