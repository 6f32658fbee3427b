import { type ChainNode, placeOf, shortName, squeezed } from '../../audit/index.ts';
import type { Paint } from '../terminal.ts';

/** A bar of `width` columns for `part` of `whole`; what is not nothing has at least one block. */
export function bar(part: number, whole: number, width: number): string {
  if (part === 0 || whole === 0) return '';
  return '█'.repeat(Math.max(1, Math.round((width * part) / whole)));
}

/**
 * A tree of calls, one on a line, each with the place where it is written. `below` gives more lines for a node, without
 * indent, for a width that it is told.
 */
export function drawChain(
  root: ChainNode,
  paint: Paint,
  columns: number,
  indent: string,
  below: (node: ChainNode, width: number) => readonly string[] = () => [],
): readonly string[] {
  const lines: string[] = [];
  const draw = (node: ChainNode, branch: string, rest: string) => {
    const isEnd = node.children.length === 0;
    lines.push(branch + step(node, paint, columns - branch.length));
    const gap = rest + (isEnd ? '   ' : '│  ');
    for (const line of below(node, columns - gap.length)) lines.push(gap + line);
    node.children.forEach((child, index) => {
      const isLast = index === node.children.length - 1;
      draw(child, `${rest}${isLast ? '└─ ' : '├─ '}`, `${rest}${isLast ? '   ' : '│  '}`);
    });
  };
  draw(root, indent, indent);
  return lines;
}

function step(node: ChainNode, paint: Paint, columns: number): string {
  const width = Math.max(24, columns);
  const place = placeOf(node.place);
  const name = shortName(node.name);
  if (place === '') return squeezed(name, width);
  if (name.length + 2 + place.length <= width) return `${name}  ${paint('dim', place)}`;
  // The end of a path says more than its beginning, and a name more than a path.
  const room = Math.max(width - 2 - name.length, Math.floor(width / 2));
  const shortened = endOfPath(place, room);
  return `${squeezed(name, width - 2 - shortened.length)}  ${paint('dim', shortened)}`;
}

/** `…/services/payments.py:18`: whole parts of a path as far as they fit `width`, the last one squeezed if need be. */
function endOfPath(path: string, width: number): string {
  let rest = path;
  while (rest.length + 2 > width && rest.includes('/')) rest = rest.slice(rest.indexOf('/') + 1);
  if (path.length <= width) return path;
  return rest === path ? squeezed(path, width) : squeezed(`…/${rest}`, width);
}
