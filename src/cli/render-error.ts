import { FerryError } from '../base/index.ts';
import type { Paint } from './terminal.ts';

/** Code, what happened, where, what to do next; the stack only on request. Not a FerryError: a bug of ours, said so. */
export function renderError(error: unknown, paint: Paint, debug: boolean): string {
  const lines =
    error instanceof FerryError
      ? [
          `${paint('red', error.code)}: ${error.message}`,
          ...(error.where === undefined ? [] : [`  where: ${error.where}`]),
          `  next:  ${error.next}`,
        ]
      : [
          `${paint('red', 'FERRY_BUG')}: ${error instanceof Error ? error.message : String(error)}`,
          `  next:  This is a mistake of Ferryman's. Please report it with the output of the same command and --debug.`,
        ];
  if (debug) lines.push(...stacks(error));
  return `${lines.join('\n')}\n`;
}

/** The same for machines. */
export function errorData(error: unknown): Record<string, unknown> {
  if (error instanceof FerryError) {
    return { code: error.code, message: error.message, where: error.where ?? null, next: error.next };
  }
  return {
    code: 'FERRY_BUG',
    message: error instanceof Error ? error.message : String(error),
    where: null,
    next: null,
  };
}

/** Exit code of a command that failed with this. */
export function exitCodeOf(error: unknown): number {
  return error instanceof FerryError ? error.exitCode : 3;
}

function stacks(error: unknown): readonly string[] {
  const lines: string[] = [];
  let prefix = '';
  for (let current = error; current instanceof Error; current = current.cause) {
    lines.push(`${prefix}${current.stack ?? current.message}`);
    prefix = 'caused by: ';
  }
  return lines;
}
