import { styleText } from 'node:util';

/** Where text goes. Results go to `out`, everything about the run itself to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Width to wrap at, in columns; 80 when it is not a terminal. */
  readonly columns: number;
  /** Whether a line on `err` may be redrawn in place. */
  readonly redraws: boolean;
  readonly colour: boolean;
}

export type Ink = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours a text, or leaves it as it is. */
export type Paint = (ink: Ink, text: string) => string;

export function painter(colour: boolean): Paint {
  return colour ? (ink, text) => styleText(ink, text, { validateStream: false }) : (_ink, text) => text;
}

/** This process's own streams. `wanted: false` is `--no-color`; the NO_COLOR and FORCE_COLOR conventions are kept. */
export function processTerminal(wanted = true): Terminal {
  const { env, stdout, stderr } = process;
  const dumb = env['TERM'] === 'dumb';
  const forced = (env['FORCE_COLOR'] ?? '') !== '' && env['FORCE_COLOR'] !== '0';
  const allowed = wanted && (env['NO_COLOR'] ?? '') === '';
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    // 0 on a terminal that does not know its size
    columns: Math.max(40, stdout.columns || 80),
    redraws: stderr.isTTY === true && !dumb,
    colour: allowed && (forced || (stdout.isTTY === true && stderr.isTTY === true && !dumb)),
  };
}
