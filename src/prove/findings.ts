import type { ProofFinding } from './report.ts';
import { isHeld, isTestCode, type Stalled, type StallWhy } from './stalls.ts';
import { type Comparison, isRed } from './tests/compare.ts';
import type { Flake } from './tests/flakes.ts';
import type { RunWarning } from './tests/outcomes.ts';
import type { TestRun } from './tests/run-tests.ts';

export interface Evidence {
  readonly before: TestRun | undefined;
  readonly after: TestRun;
  readonly comparison: Comparison | undefined;
  readonly flakes: readonly Flake[];
  /** Python files that were changed, relative to the tree. */
  readonly changed: readonly string[];
}

type Item = ProofFinding['items'][number];

/** Everything worth saying about two runs, failures first. */
export function findingsOf(evidence: Evidence): ProofFinding[] {
  const all = [...failures(evidence), ...warningsOf(evidence), ...notes(evidence)];
  return all.filter((finding) => finding.items.length > 0);
}

function failures({ before, after, comparison }: Evidence): ProofFinding[] {
  const failure = (id: ProofFinding['id'], what: string, items: readonly Item[], next: string): ProofFinding => ({
    id,
    severity: 'failure',
    what,
    items,
    next,
  });
  const known = new Set(before?.uncollected.map(({ id }) => id));
  // Without a before, what is red is all there is to say.
  const red = comparison === undefined ? after.results.filter(({ outcome }) => isRed(outcome)) : comparison.regressions;
  const seen = new Set(before?.warnings.map(messageOf));
  const forgotten = after.warnings.filter((warning) => isNeverAwaited(warning) && !seen.has(messageOf(warning)));
  return [
    failure(
      'no-tests',
      'No test was run, so nothing is proven',
      after.results.length > 0
        ? []
        : [{ name: after.kept, reason: `pytest ended with status ${after.exitStatus ?? 'none'}` }],
      'Look at the output kept there; name the tests with `-- PATH` when pytest does not find them.',
    ),
    failure(
      'incomplete',
      'A run did not come to its end',
      [...ends('before', before), ...ends('after', after)],
      'Look at the output kept there; --timeout gives it longer.',
    ),
    failure(
      'not-collected',
      'Files with tests could not be loaded, and could before',
      after.uncollected
        .filter(({ id }) => !known.has(id))
        .map(({ id, reason }) => ({ name: id, reason: lastLine(reason) })),
      'Their tests prove nothing until they load again.',
    ),
    failure(
      'regressions',
      comparison === undefined ? 'Tests fail' : 'Tests that passed before fail now',
      red.map(({ id, reason }) => ({ name: id, reason: firstLine(reason) })),
      'Look at each; `ferryman rollback` restores the tree byte for byte.',
    ),
    failure(
      'silenced',
      'Tests that passed before are skipped or expected to fail now',
      (comparison?.silenced ?? []).map(({ id, reason }) => ({ name: id, reason: firstLine(reason) })),
      'Find out what they miss: a package, a setting, a service.',
    ),
    failure(
      'vanished',
      'Tests that passed before are not there any more',
      (comparison?.vanished ?? []).map(({ id }) => ({ name: id })),
      'Look whether their files still load and are still collected.',
    ),
    failure(
      'never-awaited',
      'Coroutines were made and never awaited',
      itemsOf(forgotten),
      'Something that should have happened did not: await it.',
    ),
  ];
}

function warningsOf({ before, after, flakes, changed }: Evidence): ProofFinding[] {
  const seen = new Set(before?.warnings.map(messageOf));
  const fresh = after.warnings.filter((each) => !isNeverAwaited(each) && !seen.has(messageOf(each)));
  const loaded = new Set(after.modules);
  const { stalls, unclosed } = after.records;
  return [
    {
      id: 'runtime-warnings',
      severity: 'warning',
      what: 'Python warned of something that it did not warn of before',
      items: itemsOf(fresh),
      next: 'Look at each place.',
    },
    {
      id: 'flakes',
      severity: 'warning',
      what: 'Tests gave one result first and another when their file was run again',
      items: flakes.map(({ id, side, reason }) => ({ name: id, reason: `${side}: ${firstLine(reason)}` })),
      next: 'They prove nothing either way; make them steady.',
    },
    {
      id: 'stalls',
      severity: 'warning',
      what: 'Calls held the event loop',
      items: stalls
        .filter((each) => isHeld(each) && isApplication(each))
        .map((each) => ({ name: each.place, reason: describeStall(each) })),
      next: 'Keep the endpoint in a thread, by the setting `threaded`, or wrap the call: `wait(to_thread(...))`.',
    },
    {
      id: 'unclosed',
      severity: 'warning',
      what: 'Connections were garbage collected instead of closed',
      items: unclosed === 0 ? [] : [{ name: 'connections', reason: `${unclosed} x` }],
      next: 'An asynchronous driver cannot hand them back to their pool: close each session where it was opened.',
    },
    {
      id: 'not-loaded',
      severity: 'warning',
      what: 'Files were changed that no test loads from this checkout',
      items: changed.filter((file) => !loaded.has(file)).map((name) => ({ name })),
      next: 'What is not loaded is not proven. If the tests use an installed copy instead, install the project as editable.',
    },
  ];
}

function notes({ after, comparison }: Evidence): ProofFinding[] {
  const { stalls } = after.records;
  return [
    {
      id: 'stalls-explained',
      severity: 'note',
      what: 'The event loop was held, though not by the code that answers requests',
      items: stalls
        .filter((each) => !isHeld(each) && each.where !== 'tests')
        .map((each) => ({ name: each.place, reason: describeStall(each) })),
      next: 'Nothing to do, unless it happens while the application is under load.',
    },
    {
      id: 'red-before',
      severity: 'note',
      what: 'Tests failed before already, and still do; they do not count',
      items: (comparison?.stillRed ?? []).map(({ id, reason }) => ({ name: id, reason: firstLine(reason) })),
      next: 'Mend them when there is time: they prove nothing now.',
    },
    {
      id: 'implicit-io',
      severity: 'note',
      what: 'Database work that no call in the text shows, such as lazy loads',
      items: after.records.implicitIo
        .filter(isApplication)
        .map(({ place, count }) => ({ name: place, reason: `${count} x` })),
      next: 'It works while the driver is in place, and is to be made explicit before the driver goes.',
    },
  ];
}

function ends(side: string, run: TestRun | undefined): Item[] {
  if (run === undefined || (run.ended && !run.timedOut)) return [];
  const open = run.results.at(-1);
  const during = open === undefined ? 'before the first test' : `during or after ${open.id}`;
  const how = run.timedOut ? 'time was up' : `pytest ended with status ${run.exitStatus ?? 'none'}`;
  return [{ name: `${side}: ${run.kept}`, reason: `${how} ${during}` }];
}

/** What tests and the import of modules do on the loop, they do not do when the application serves. */
const isApplication = ({ place }: { readonly place: string }) => !isTestCode(place) && !place.endsWith(' <module>');

function describeStall({ where, why, endpoint, count, ms, cpuMs }: Stalled): string {
  const whose = endpoint === undefined ? where : `${where === 'around' ? 'around' : 'in'} ${endpoint}`;
  return `${whose}: ${count} x, ${ms.toFixed(0)} ms at most (${cpuMs.toFixed(0)} ms of CPU), ${WHY[why]}`;
}

const WHY: Record<StallWhy, string> = {
  computed: 'computing',
  waited: 'waiting',
  threads: 'while other threads were computing',
  'first call': 'making ready what later calls find ready',
  collector: 'collecting garbage',
  machine: 'because the machine was busy',
};

const isNeverAwaited = ({ message }: RunWarning) => /\bwas never awaited\b/.test(message);
const messageOf = ({ category, message }: RunWarning) => `${category}: ${stable(message)}`;
const stable = (text: string) => text.replaceAll(/0x[0-9a-fA-F]+/g, '0x');

/** Each message once, with the first place it came up at and how often it did. */
function itemsOf(warnings: readonly RunWarning[]): Item[] {
  const groups = Map.groupBy(warnings, messageOf);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const times = group.length === 1 ? '' : ` (${group.length} x)`;
    return [{ name: firstLine(first.message), reason: `${first.id === '' ? first.place : first.id}${times}` }];
  });
}

const firstLine = (text: string) => stable(text.trim().split('\n', 1)[0] ?? '');
const lastLine = (text: string) => stable(text.trim().split('\n').at(-1) ?? '');
