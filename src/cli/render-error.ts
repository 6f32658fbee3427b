import { FerryError } from '../base/index.ts';
import type { Paint } from './terminal.ts';
import { wrap } from './wrap.ts';

/** Code, what happened, where, what to do next; the stack only on request. Not a FerryError: a bug of ours, said so. */
export function renderError(
  error: unknown,
  paint: Paint,
  options: { readonly debug: boolean; readonly columns: number },
): string {
  const told =
    error instanceof FerryError
      ? error
      : {
          code: 'FERRY_BUG',
          message: error instanceof Error ? error.message : String(error),
          where: undefined,
          next: "This is a mistake of Ferryman's. Please report it with the output of the same command and --debug.",
        };
  // Coloured after it was wrapped, and wrapped with the code in its place.
  const message = wrap(`${told.code}: ${told.message}`, options.columns - 2, '  ');
  const lines = [
    message.replace(told.code, (code) => paint('red', code)),
    ...(told.where === undefined ? [] : [`  where: ${told.where}`]),
    `  next:  ${wrap(told.next, options.columns, ' '.repeat(9))}`,
  ];
  if (options.debug) lines.push(...stacks(error));
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
