import { loadKnowledge } from '../../knowledge/index.ts';
import { openProgram } from '../../program/index.ts';
import { smallProject } from '../../program/testing/small-project.ts';
import { judgeEndpoints } from '../judge.ts';
import type { JudgeOptions, Reason } from '../model.ts';
import { typesOf } from '../types.ts';

/** Judge a project written inline; one line per endpoint, one per reason and note below it. */
export async function verdictsOf(files: Readonly<Record<string, string>>, options: JudgeOptions = {}): Promise<string> {
  const knowledge = loadKnowledge();
  const program = await openProgram(smallProject(files), { types: typesOf(knowledge) });
  return judgeEndpoints(program, knowledge, options)
    .flatMap(({ endpoint, database, verdict, reasons, notes }) => [
      `${endpoint.id} ${database ? 'database ' : ''}${verdict}`,
      ...reasons.map((reason) => `  ${chain(reason)}`),
      ...notes.map((note) => `  note ${chain(note)}`),
    ])
    .join('\n');
}

function chain(reason: Reason): string {
  const steps = reason.chain.slice(1).map((step) => `${step.how} ${step.name.slice(step.name.indexOf(':') + 1)}`);
  return `${reason.effect}: ${steps.join(' > ')}`;
}
