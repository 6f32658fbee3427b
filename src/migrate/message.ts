import type { NativePlan, Plan } from '../plan/index.ts';

/** The commit message of day one: what changed, and how to undo it. Lines of at most 72 columns, but for names. */
export function dayOneMessage({ endpoints, files }: Plan): string {
  const bridged = endpoints.filter((endpoint) => endpoint.state === 'bridged').length;
  const threaded = endpoints.length - bridged;
  return [
    'Run the application on the event loop',
    '',
    `${bridged} of ${endpoints.length} endpoints run on the loop, in place; their database I/O is`,
    'asynchronous. Handlers, services and models are unchanged.',
    ...(threaded > 0 ? [`${threaded} stay on threads; ferryman_crossing.py says why.`] : []),
    '',
    'FERRYMAN=threaded in the environment brings the threads back;',
    '`ferryman rollback` or `git revert` takes the change back.',
    '',
    ...files.map((file) => `- ${JSON.stringify(file.path).slice(1, -1)}`),
  ].join('\n');
}

/** The commit message of a wave of native functions. Lines of at most 72 columns, but for names. */
export function nativeMessage({ flips, files, remaining }: NativePlan, selection: readonly string[]): string {
  const count = (kind: (typeof remaining)[number]['kind']) => remaining.filter((each) => each.kind === kind).length;
  const [waits, implicit] = [count('wait'), count('implicit')];
  const head = `Make ${flips.length} ${flips.length === 1 ? 'function' : 'functions'} native`;
  const subject = `${head}: ${selection.join(', ')}`;
  return [
    ...(subject.length <= 72 ? [subject] : [head, '', 'Asked for:', ...selection.map((item) => `- ${item}`)]),
    '',
    'They are asynchronous and await their I/O.',
    ...(waits > 0 ? [`Reached through wait(...) from synchronous code: ${waits} ${calls(waits)}.`] : []),
    ...(implicit > 0 ? [`Not awaited yet, and carried by the driver: ${implicit} database ${calls(implicit)}.`] : []),
    '',
    '`ferryman rollback` or `git revert` takes the change back.',
    '',
    ...files.map((file) => `- ${JSON.stringify(file.path).slice(1, -1)}`),
  ].join('\n');
}

const calls = (count: number) => (count === 1 ? 'call' : 'calls');
