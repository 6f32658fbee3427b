import { type Edit, insertAt } from '../../../syntax/index.ts';
import { editLines, type Line, type LineEntry, linesOf } from './lines.ts';
import { entryOf, type Wanted } from './list.ts';

/** What conda installs, and what it hands to pip, in the order written. */
interface Environment {
  readonly conda: readonly LineEntry[];
  readonly pip: readonly LineEntry[];
  readonly pipHeader: Line | undefined;
  readonly last: Line | undefined;
}

/**
 * Edits of a conda environment. Conda has no extras, so greenlet is named; a package that only pip has goes under
 * `- pip:`. Empty when the file has no list of dependencies that names the web framework or the ORM.
 */
export function editEnvironment(text: string, wanted: Wanted): readonly Edit[] {
  const { conda, pip, pipHeader, last } = readEnvironment(text);
  const names = (entries: readonly LineEntry[]) => entries.map((entry) => entry.name);
  const anchors = ['fastapi', 'sqlalchemy', 'sqlmodel'];
  if (anchors.some((anchor) => names(pip).includes(anchor))) return editLines(text, pip, 'pip', wanted);
  if (!last || !anchors.some((anchor) => names(conda).includes(anchor))) return [];
  const drivers = wanted.packages.filter((name) => name !== 'ferryman').map((name) => name.replace(/\[.*/, ''));
  const condaPackages = wanted.asyncioExtra ? [...drivers, 'greenlet'] : drivers;
  const edits = [...editLines(text, conda, 'conda', { packages: condaPackages, asyncioExtra: false })];
  if (!wanted.packages.includes('ferryman') || names(pip).includes('ferryman')) return edits;
  if (pip.length > 0)
    return [...edits, ...editLines(text, pip, 'pip', { packages: ['ferryman'], asyncioExtra: false })];
  const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  const header = pipHeader ?? last;
  const indent = /^\s*/.exec(header.text)?.[0] ?? '';
  const lines = [...(pipHeader ? [] : [`${indent}- pip:`]), `${indent}    - ferryman`];
  const needsPip = !pipHeader && !names(conda).includes('pip') ? [`${indent}- pip`] : [];
  return [...edits, insertAt(header.end, [...needsPip, ...lines].map((line) => newline + line).join(''))];
}

function readEnvironment(text: string): Environment {
  const conda: LineEntry[] = [];
  const pip: LineEntry[] = [];
  let pipHeader: Line | undefined;
  let last: Line | undefined;
  let inside = false;
  for (const line of linesOf(text)) {
    if (/^\S/.test(line.text) && !/^[-#]/.test(line.text)) inside = /^dependencies:\s*(#.*)?$/.test(line.text);
    const item = /^(\s*- +)(\S.*?)\s*(\s#.*)?$/.exec(line.text);
    if (!inside || !item) continue;
    const [, dash = '', written = ''] = item;
    last = line;
    if (/^pip:\s*$/.test(written)) {
      pipHeader = line;
      continue;
    }
    const entry = entryOf(written);
    if (!entry) continue;
    const deeper = pipHeader !== undefined && indentOf(line) > indentOf(pipHeader);
    (deeper ? pip : conda).push({ ...entry, start: line.start + dash.length, line });
  }
  return { conda, pip, pipHeader, last };
}

function indentOf(line: Line): number {
  return line.text.length - line.text.trimStart().length;
}
