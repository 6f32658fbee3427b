import { loadKnowledge } from '../../knowledge/index.ts';
import { openProgram } from '../../program/index.ts';
import { smallProject } from '../../program/testing/small-project.ts';
import { judgeEndpoints } from '../judge.ts';
import type { JudgeOptions, Reason } from '../model.ts';
import { typesOf } from '../types.ts';

/** Judge a project written inline; one line per endpoint, one per reason and note below it. */
export async function verdictsOf(files: Readonly<Record<string, string>>, options: JudgeOptions = {}): Promise<string> {
  return (await judged(files, options))
    .flatMap(({ endpoint, database, verdict, reasons, notes }) => [
      `${endpoint.id} ${database ? 'database ' : ''}${verdict}`,
      ...reasons.map((reason) => `  ${chain(reason)}`),
      ...notes.map((note) => `  note ${chain(note)}`),
    ])
    .join('\n');
}

async function judged(files: Readonly<Record<string, string>>, options: JudgeOptions) {
  const knowledge = loadKnowledge();
  const program = await openProgram(smallProject(files), { types: typesOf(knowledge) });
  return judgeEndpoints(program, knowledge, options);
}

function chain(reason: Reason): string {
  const steps = reason.chain.slice(1).map((step) => `${step.how} ${step.name.slice(step.name.indexOf(':') + 1)}`);
  return `${reason.effect}: ${steps.join(' > ')}`;
}

/** Verdicts with the calls that go to threads, and what keeps the others where they are. */
export async function offloadsOf(files: Readonly<Record<string, string>>, options: JudgeOptions = {}): Promise<string> {
  const verdicts = await judged(files, options);
  return verdicts
    .map(({ endpoint, verdict, offloads, reasons }) =>
      [
        `${endpoint.id} ${verdict}`,
        ...offloads.map(({ scope, call, what }) => `  ${scope.module.file}:${call.line} ${what} in ${scope.qualname}`),
        ...reasons.map(({ what, movable }) => `  ${movable ? 'could go' : 'stays'}: ${what}`),
      ].join('\n'),
    )
    .join('\n');
}
