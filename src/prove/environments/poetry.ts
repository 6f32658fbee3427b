import { z } from 'zod';

const table = z.record(z.string(), z.unknown()).catch({});
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** `name = "^1.4"`, `name = { version = "^1.4", extras = ["asyncio"] }` of Poetry and Pipenv, as requirements. */
export function poetryList(value: unknown): readonly string[] {
  return Object.entries(table.parse(value)).flatMap(([name, given]) => {
    if (name === 'python' || !/^[A-Za-z0-9][\w.-]*$/u.test(name)) return [];
    const details = table.parse(given);
    const isElsewhere = ['git', 'path', 'url', 'file'].some((key) => details[key] !== undefined);
    if (isElsewhere) return [];
    const extras = z
      .array(z.string())
      .catch([])
      .parse(details['extras'])
      .filter((extra) => /^[\w.-]+$/u.test(extra));
    const spelled = extras.length === 0 ? name : `${name}[${extras.join(',')}]`;
    return [spelled + pep440(text(given) ?? text(details['version']) ?? '*')];
  });
}

/** `^1.4.2`, `~1.4`, `1.4.*` and `1.4` of Poetry in the words of PEP 440; nothing for what has none. */
function pep440(constraint: string): string {
  const parts = constraint.split(',').map((part) => {
    const [, sign = '', release = ''] = /^\s*([\^~])\s*(\d+(?:\.\d+)*)\s*$/u.exec(part) ?? [];
    if (sign === '') return /^\s*\d[\w.*]*\s*$/u.test(part) ? `==${part.trim()}` : part.replaceAll(/\s+/gu, '');
    const numbers = release.split('.').map(Number);
    const first = numbers.findIndex((number) => number > 0);
    const at = sign === '^' ? (first < 0 ? numbers.length - 1 : first) : Math.min(1, numbers.length - 1);
    const next = [...numbers.slice(0, at), (numbers[at] ?? 0) + 1].join('.');
    return `>=${release},<${next}`;
  });
  const joined = parts.join(',');
  return /^(?:[<>=!~]=?=?[\w.*!+-]+,?)+$/u.test(joined) ? joined : '';
}
