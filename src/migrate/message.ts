import type { Plan } from '../plan/index.ts';

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
