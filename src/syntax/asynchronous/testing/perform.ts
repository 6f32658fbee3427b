import * as path from 'node:path';
import { FerryError, run } from '../../../base/index.ts';
import { replace, applyEdits } from '../../edits.ts';
import { withSource } from '../../source.ts';
import { flip, type Wanted } from './flip.ts';
import type { Program } from './programs.ts';

/** A program and what became of it. */
export interface Performed {
  readonly before: string;
  readonly after: string;
  /** How the two differ when run; null when they do not, false when the first does not compile with that Python. */
  readonly difference: string | null | false;
}

/** Flip every program for a minor version of Python, run both forms with that Python, and compare what they do. */
export async function perform(python: string, minor: number, programs: readonly Program[]): Promise<Performed[]> {
  const pairs = programs.map((each) => settled(each, minor));
  const script = path.join(import.meta.dirname, 'stage.py');
  const options = { cwd: import.meta.dirname, timeoutMs: 120_000, input: JSON.stringify(pairs) };
  const result = await run(python, ['-I', script], options);
  if (result.status !== 0) {
    throw new FerryError({
      code: 'FERRY_STAGE',
      message: `Python could not run the programs: ${result.stderr.slice(-2000)}`,
      where: python,
      next: 'Mend stage.py.',
      exitCode: 3,
    });
  }
  const differences = JSON.parse(result.stdout) as Performed['difference'][];
  return pairs.map(([before, after], index) => ({ before, after, difference: differences[index] ?? null }));
}

/** The program with the synchronous twin wherever a use is refused, and its asynchronous form. */
function settled(program: Program, minor: number): [before: string, after: string] {
  const own = program.flips ? ['gen', 'kept', 'm', 'many', 'scenario'] : [];
  const wanted = {
    flip: ['f', 'g', 'rate', '__init__', ...own],
    reads: ['rate'],
    made: ['Boat'],
    coroutines: ['f', 'g'],
    iterators: program.flips ? ['gen', 'kept', 'many'] : [],
    managers: program.flips ? ['m'] : [],
    tidy: ['kept'],
    minor,
  };
  let before = program.text;
  if (!isReadable(before)) return ['1 +', '1 +'];
  for (;;) {
    const { text: after, placed } = flip(before, wanted);
    const refused = placed.filter(({ how }) => how === 'refused');
    if (refused.length === 0) return [before, again(after, wanted)];
    const text = before;
    before = applyEdits(
      text,
      refused.map(({ use }) => twin(text, use.start)),
    );
  }
}

/** The text, unless a second run over it would change it once more. */
function again(after: string, wanted: Wanted): string {
  const { text } = flip(after, wanted);
  return text === after ? after : `the second run made of it:\n${text}`;
}

function twin(text: string, start: number) {
  if (text.startsWith('desk.rate', start)) return replace({ start, end: start + 'desk.rate'.length }, 'h(desk)');
  const boat = /^\(?Boat\b/.exec(text.slice(start));
  if (boat) return replace({ start: start + boat[0].length - 4, end: start + boat[0].length }, 'HBoat');
  const mapped = /^(?:map|filter)\(/.exec(text.slice(start));
  if (mapped) return replace({ start: start + mapped[0].length, end: start + mapped[0].length + 1 }, 'h');
  const name = /^\(?(f|gen|kept|m|g)\b/.exec(text.slice(start)) ?? [''];
  const at = start + (name[0].startsWith('(') ? 1 : 0);
  return replace(
    { start: at, end: at + (name[1]?.length ?? 0) },
    name[1]?.length === 1 && name[1] !== 'm' ? 'h' : `h${name[1]}`,
  );
}

/** What the grammar cannot read is never touched, so there is nothing to compare. */
function isReadable(text: string): boolean {
  return 'text' in withSource('ferry.py', Buffer.from(text), ({ text: same }) => ({ text: same }));
}
