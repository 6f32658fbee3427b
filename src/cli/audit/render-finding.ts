import { type AuditFinding, placeOf, squeezed, whatAndWhy } from '../../audit/index.ts';
import type { Paint } from '../terminal.ts';
import { wrap } from '../wrap.ts';

/** One finding, three to six lines: where, what and why, from where it is reached, what to do. */
export function findingLines(finding: AuditFinding, paint: Paint, columns: number): readonly string[] {
  const { place, what, why, next, entryPoints } = finding;
  const others = entryPoints.length - 1;
  const [first] = entryPoints;
  return [
    `  ${paint('cyan', squeezed(placeOf(place), columns - 2))}`,
    `    ${wrap(whatAndWhy(what, why), columns, '    ')}`,
    ...(first === undefined
      ? []
      : [
          `    from ${wrap(`${squeezed(first, columns - 9)}${others > 0 ? ` and ${others} more` : ''}`, columns, ' '.repeat(9))}`,
        ]),
    ...nextLines(next, columns, '    '),
  ];
}

/** What to do, when there is something. */
export function nextLines(text: string, columns: number, indent: string): readonly string[] {
  return text === '' ? [] : [`${indent}next: ${wrap(text, columns, `${indent}      `)}`];
}
