import type { Emit, FerryEvent } from '../base/index.ts';
import { type Paint, painter, type Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

/** Renders events while a command runs; `close` leaves the terminal clean. */
export interface ProgressView {
  readonly emit: Emit;
  close(): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
/** Steps shorter than this are not worth a line, in milliseconds. */
const WORTH_SHOWING = 1000;

/** One JSON object a line on standard output, as the engine emits them. */
export function ndjsonView(terminal: Terminal): ProgressView {
  return { emit: (event) => terminal.out(`${JSON.stringify(event)}\n`), close: () => {} };
}

/** Warnings only. */
export function quietView(terminal: Terminal): ProgressView {
  const paint = painter(terminal.colour);
  return {
    emit: (event) => {
      if (event.kind === 'note' && event.level === 'warning') terminal.err(noteLine(event, paint, terminal.columns));
    },
    close: () => {},
  };
}

/** A line when a step starts to take long and one when it is done: for logs and pipes. */
export function plainView(terminal: Terminal): ProgressView {
  const paint = painter(terminal.colour);
  const waiting = new Map<string, NodeJS.Timeout>();
  const settle = (id: string) => {
    clearTimeout(waiting.get(id));
    waiting.delete(id);
  };
  return {
    emit(event) {
      switch (event.kind) {
        case 'step':
          settle(event.id);
          waiting.set(
            event.id,
            setTimeout(() => terminal.err(`${event.title} ...\n`), WORTH_SHOWING),
          );
          return;
        case 'progress':
          return;
        case 'done':
          settle(event.id);
          if (event.ms >= WORTH_SHOWING) terminal.err(doneLine(event, paint));
          return;
        case 'note':
          terminal.err(noteLine(event, paint, terminal.columns));
      }
    },
    close() {
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
}

/** One line that is redrawn in place while a step takes longer than a second. */
export function liveView(terminal: Terminal): ProgressView {
  const paint = painter(terminal.colour);
  const running = new Map<string, { title: string; since: number; count: string }>();
  let frame = 0;
  let drawn = false;
  const clear = () => {
    if (drawn) terminal.err('\r\u001b[2K');
    drawn = false;
  };
  const draw = () => {
    const current = [...running.values()].at(-1);
    clear();
    if (current === undefined || performance.now() - current.since < WORTH_SHOWING) return;
    frame = (frame + 1) % FRAMES.length;
    const text = `${FRAMES[frame]} ${current.title}${current.count} (${seconds(performance.now() - current.since)})`;
    terminal.err(text.slice(0, terminal.columns - 1));
    drawn = true;
  };
  const timer = setInterval(draw, 120).unref();
  return {
    emit(event) {
      switch (event.kind) {
        case 'step':
          running.set(event.id, { title: event.title, since: performance.now(), count: '' });
          return;
        case 'progress': {
          const step = running.get(event.id);
          if (step) step.count = ` ${event.done}/${event.total} ${event.unit}`;
          return;
        }
        case 'done':
          running.delete(event.id);
          clear();
          if (event.ms >= WORTH_SHOWING) terminal.err(doneLine(event, paint));
          return;
        case 'note':
          clear();
          terminal.err(noteLine(event, paint, terminal.columns));
      }
    },
    close() {
      clearInterval(timer);
      clear();
    },
  };
}

/** `1.2 s`, `2 min 5 s`. */
export function seconds(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function doneLine(event: Extract<FerryEvent, { kind: 'done' }>, paint: Paint): string {
  return `${paint('green', 'done')} ${event.title} ${paint('dim', `(${seconds(event.ms)})`)}\n`;
}

function noteLine(event: Extract<FerryEvent, { kind: 'note' }>, paint: Paint, columns: number): string {
  if (event.level === 'info') return `${wrap(event.text, columns)}\n`;
  return `${paint('yellow', 'warning')}: ${wrap(event.text, columns, ' '.repeat(9))}\n`;
}
