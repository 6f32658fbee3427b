import * as path from 'node:path';
import { parseTOML } from 'toml-eslint-parser';
import { type Edit, insertAt, replace } from '../../../syntax/index.ts';
import { defineRecipe, type RecipeContext } from '../../recipe.ts';
import { findSection, keyIn } from '../ini.ts';

/** Where coverage looks for its settings, in its own order; the first that has them is the only one it reads. */
const INI: ReadonlyArray<readonly [file: string, section: string]> = [
  ['.coveragerc', 'run'],
  ['setup.cfg', 'coverage:run'],
  ['tox.ini', 'coverage:run'],
];

interface Setting {
  readonly file: string;
  readonly edit: Edit;
}

/** Coverage follows code through threads; code on the loop runs in greenlets, and its lines would be lost. */
export const coverageConcurrency = defineRecipe<Setting>({
  id: 'tests/coverage-concurrency',
  title: 'Let coverage follow greenlets',
  group: 'tests',
  since: '0.1.0',
  stability: 'stable',
  requires: ['dependencies/add-runtime'],
  find(context) {
    const why = 'Lines that run in a greenlet are counted only when coverage is told about greenlets.';
    const setting = settingOf(context);
    if (setting === 'there') return [];
    if (setting !== undefined) {
      const what = 'coverage is told about greenlets';
      const line = (context.text(setting.file) ?? '').slice(0, setting.edit.start).split('\n').length;
      return [{ file: setting.file, line, what, why, applicability: 'safe', next: '', data: setting }];
    }
    const uses = context.program.dependencyFiles.find((file) =>
      file.requirements.some(({ name }) => name === 'coverage' || name === 'pytest-cov'),
    );
    if (!uses) return [];
    const next = 'Set `concurrency = thread, greenlet` in the [run] section of .coveragerc (or [tool.coverage.run]).';
    const what = 'coverage has no settings of its own';
    return [{ file: uses.file, line: 0, what, why, applicability: 'needs-review', next }];
  },
  rewrite({ file, edit }, rewriter) {
    rewriter.edit(file, edit);
  },
});

function settingOf(context: RecipeContext): Setting | 'there' | undefined {
  for (const folder of projectFolders(context)) {
    for (const [name, section] of INI) {
      const file = path.posix.join(folder, name);
      const text = context.text(file);
      const edit = text === undefined ? undefined : iniEdit(text, section);
      if (edit !== undefined) return edit === 'there' ? edit : { file, edit };
    }
    const file = path.posix.join(folder, 'pyproject.toml');
    const text = context.text(file);
    const edit = text === undefined ? undefined : tomlEdit(text);
    if (edit !== undefined) return edit === 'there' ? edit : { file, edit };
  }
  return undefined;
}

/** The root, and the folders that have dependency files of their own. */
function projectFolders({ program }: RecipeContext): readonly string[] {
  return [...new Set(['.', ...program.dependencyFiles.map((each) => path.posix.dirname(each.file))])];
}

function iniEdit(text: string, name: string): Edit | 'there' | undefined {
  const section = findSection(text, name);
  if (!section) return undefined;
  const key = keyIn(section, 'concurrency');
  const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  if (!key) return insertAt(section.headerEnd, `${newline}concurrency = thread,greenlet`);
  if (/\bgreenlet\b/.test(key.value)) return 'there';
  // One value a line, or all on the key's own line.
  const lines = key.value.trim().split(/\r\n|\r|\n/);
  const indent = /[\r\n]([ \t]+)\S[^\r\n]*$/.exec(key.value)?.[1];
  const added = lines.length > 1 || indent !== undefined ? `${newline}${indent ?? '    '}greenlet` : ',greenlet';
  return insertAt(key.valueEnd, added);
}

function tomlEdit(text: string): Edit | 'there' | undefined {
  const tables = parseTOML(text).body[0].body;
  const table = tables.find((item) => item.type === 'TOMLTable' && item.resolvedKey.join('.') === 'tool.coverage.run');
  if (table?.type !== 'TOMLTable') return undefined;
  const pair = table.body.find((item) => text.slice(...item.key.range) === 'concurrency');
  if (!pair) {
    const header = table.range[0] + (/^[^\r\n]*/.exec(text.slice(table.range[0]))?.[0].length ?? 0);
    const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
    return insertAt(header, `${newline}concurrency = ["thread", "greenlet"]`);
  }
  const { value } = pair;
  const written = text.slice(...value.range);
  if (/\bgreenlet\b/.test(written)) return 'there';
  if (value.type === 'TOMLArray') {
    const last = value.elements.at(-1);
    return last ? insertAt(last.range[1], ', "greenlet"') : insertAt(value.range[0] + 1, '"greenlet"');
  }
  return replace({ start: value.range[0], end: value.range[1] }, `[${written}, "greenlet"]`);
}
