import { entriesOf, type Line, type LineEntry, linesOf } from './lines.ts';
import type { RequirementList } from './list.ts';

/** A list in setup.cfg with one requirement a line. */
export interface LineList extends RequirementList {
  readonly kind: 'lines';
  readonly entries: readonly LineEntry[];
}

/** `install_requires` and the extras of a setup.cfg. A value on the key's own line is not a list of lines, and left out. */
export function setupCfgLists(text: string): readonly LineList[] {
  const lists: LineList[] = [];
  let section = '';
  let group: string | undefined;
  let lines: Line[] = [];
  const finish = () => {
    if (group !== undefined) {
      lists.push({ kind: 'lines', group, main: group === 'install_requires', entries: entriesOf(lines) });
    }
    group = undefined;
    lines = [];
  };
  for (const line of linesOf(text)) {
    const header = /^\[([^\]]+)\]/.exec(line.text);
    const key = /^([\w.-]+)\s*[=:]/.exec(line.text)?.[1];
    if (header || key) finish();
    if (header) section = header[1] ?? '';
    else if (section === 'options' && key === 'install_requires') group = key;
    else if (section === 'options.extras_require' && key) group = `extras_require.${key}`;
    else if (group !== undefined && /^\s+\S/.test(line.text)) lines.push(line);
  }
  finish();
  return lists;
}
