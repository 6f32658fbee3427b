import type { Requirement } from '../model.ts';

/** Normalise a distribution's name (PEP 503). */
export function normaliseName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/gu, '-');
}

/** One PEP 508 line; undefined for options (`-r`, `-e .`), URLs without a name, comments and empty lines. */
export function parseRequirement(text: string, group: string, line: number): Requirement | undefined {
  const plain = text
    .replace(/(?:^|\s)#.*$/u, '')
    .replace(/\s*\\$/u, '')
    .trim();
  const match = /^([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*([^;]*)/u.exec(plain);
  if (!match?.[1] || /^[\w+]+:\/\//u.test(plain)) return undefined;
  const specifier = (match[3] ?? '')
    .replace(/\s+--hash.*$/u, '')
    .replaceAll(/[()]/gu, '')
    .trim();
  if (specifier !== '' && !/^(?:[<>=!~^@*\d]|==)/u.test(specifier)) return undefined;
  const extras = (match[2] ?? '')
    .split(',')
    .map((extra) => normaliseName(extra.trim()))
    .filter((extra) => extra !== '');
  return { name: normaliseName(match[1]), extras, specifier, group, line, text: plain };
}
