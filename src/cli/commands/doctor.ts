import { defineCommand } from '../command.ts';
import type { Check } from '../doctor/check.ts';
import { examine } from '../doctor/doctor.ts';
import type { Paint } from '../terminal.ts';
import { wrap } from '../wrap.ts';

export const doctor = defineCommand(
  {
    name: 'doctor',
    summary: 'Says what is there, what is missing, and what to do about it',
    details: [
      'Looks at Node, git, the project and its environment (Python, SQLAlchemy, FastAPI, drivers). Changes nothing.',
    ],
    options: {
      python: {
        kind: 'text',
        value: 'path',
        help: "The application's Python: an interpreter or an environment's folder",
      },
    },
    examples: [['ferryman doctor --python .venv', 'before the first migrate']],
  },
  async (options, _rest, context) => {
    const checks = await examine(context.root, options.python ?? context.config.python);
    return {
      exitCode: checks.some((check) => check.status === 'problem') ? 3 : 0,
      data: { root: context.root, checks },
      render: (paint, columns) => ({ out: renderChecks(checks, paint, columns) }),
    };
  },
);

const MARKS = { ok: ['green', 'ok'], warning: ['yellow', 'warning'], problem: ['red', 'problem'] } as const;

function renderChecks(checks: readonly Check[], paint: Paint, columns: number): string {
  return checks
    .map(({ status, what, next }) => {
      const [ink, word] = MARKS[status];
      const text = wrap(next === undefined ? what : `${what}. ${next}`, columns, ' '.repeat(9));
      return `${paint(ink, word.padEnd(8))} ${text}\n`;
    })
    .join('');
}
