import type { Rule, RuleId } from './model.ts';

/** Every kind of finding, the most urgent first. */
export const RULES: readonly Rule[] = [
  {
    id: 'forgotten-await',
    title: 'A coroutine that nobody awaits',
    help: 'The call of an asynchronous function makes a coroutine and runs nothing of it. Without an await the work is left out, and the coroutine itself, which is always true, takes the place of the result.',
    level: 'error',
  },
  {
    id: 'blocking-call',
    title: 'A blocking call on the event loop',
    help: 'While the call waits, for a network, a file or a sleep, the event loop serves nobody else. It belongs in a thread (await to_thread(...)), or in the hands of an asynchronous library.',
    level: 'error',
  },
  {
    id: 'lock-across-io',
    title: 'A thread lock held across I/O',
    help: 'On one thread a second request that wants the lock waits for a first one that cannot go on: a deadlock. A re-entrant lock lets it in instead, and protects nothing.',
    level: 'warning',
  },
  {
    id: 'thread-local',
    title: 'State that belongs to a thread',
    help: 'All requests on an event loop share one thread, so what one of them keeps there is seen by every other. A ContextVar belongs to the request.',
    level: 'warning',
  },
  {
    id: 'threads',
    title: 'Threads of its own',
    help: 'Code that starts threads or waits for them holds the event loop while it waits, and for ever when the thread needs that loop.',
    level: 'warning',
  },
  {
    id: 'cpu-heavy',
    title: 'Heavy computing on the event loop',
    help: 'Hashing a password, reading an image or packing an archive takes tens of milliseconds and more, in which the event loop serves nobody else. It belongs in a thread.',
    level: 'warning',
  },
  {
    id: 'hazard',
    title: 'Something that behaves differently on the event loop',
    help: 'It works in threads and may not on a loop: shared state between a check and its use, a session that two tasks share, an object that outlives its request.',
    level: 'warning',
  },
  {
    id: 'brief-call',
    title: 'A short file access on the event loop',
    help: 'Opening a small local file or asking for its size takes microseconds to a few milliseconds, on a network file system or a busy disk much longer. Worth knowing; rarely worth an edit.',
    level: 'note',
  },
  {
    id: 'possible-forgotten-await',
    title: 'A call that may want an await',
    help: 'Something by that name is asynchronous, and nobody here awaits it; what is called, or what becomes of its result, could not be found out.',
    level: 'note',
  },
  {
    id: 'unknown-call',
    title: 'A call that nobody knows',
    help: 'What it does could not be found out, so it counts as unfit for the event loop. A knowledge file of your own can say what it does.',
    level: 'note',
  },
];

/** The rule with this id. */
export function ruleOf(id: RuleId): Rule {
  const rule = RULES.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}
