import * as path from 'node:path';
import { type Edit, insertAt, replace } from '../../../syntax/index.ts';
import { defineRecipe, type RecipeContext } from '../../recipe.ts';
import { findSection, keyIn } from '../ini.ts';

interface Option {
  readonly file: string;
  readonly edit: Edit;
}

const PLUGIN = '-p ferryman.pytest_plugin';

/** pytest finds the runtime's plugin by itself; a suite that turned that off must name it. */
export const namePlugin = defineRecipe<Option>({
  id: 'tests/plugin',
  title: 'Name the pytest plugin where pytest does not look for plugins',
  group: 'tests',
  since: '0.1.0',
  stability: 'stable',
  requires: ['dependencies/add-runtime'],
  find(context) {
    const config = context.program.tests.config;
    const why = 'The suite turns the search for plugins off, so pytest would not load the one of the runtime.';
    const files = [...new Set([...(config ? [config.file] : []), 'tox.ini', 'noxfile.py', 'Makefile', 'setup.cfg'])];
    const off = files.find((file) => turnsOff(context.text(file) ?? ''));
    if (off === undefined || files.some((file) => (context.text(file) ?? '').includes('ferryman.pytest_plugin'))) {
      return [];
    }
    const edit = config && addOption(context, config.file);
    const what = edit ? 'pytest is told to load the plugin' : 'pytest does not load the plugin';
    const line = lineOf(context.text(off) ?? '');
    if (config && edit) {
      const data = { file: config.file, edit };
      return [{ file: off, line, what, why, applicability: 'safe' as const, next: '', data }];
    }
    return [
      { file: off, line, what, why, applicability: 'needs-review' as const, next: `Run pytest with \`${PLUGIN}\`.` },
    ];
  },
  rewrite({ file, edit }, rewriter) {
    rewriter.edit(file, edit);
  },
});

const OFF = /PYTEST_DISABLE_PLUGIN_AUTOLOAD|--disable-plugin-autoload/;

function turnsOff(text: string): boolean {
  return text.split('\n').some((line) => OFF.test(line) && !/^\s*#/.test(line));
}

function lineOf(text: string): number {
  return text.split('\n').findIndex((line) => OFF.test(line) && !/^\s*#/.test(line)) + 1;
}

/** Adds the option to `addopts`, where the file has one on one line or as an INI value. */
function addOption(context: RecipeContext, file: string): Edit | undefined {
  const text = context.text(file) ?? '';
  if (file.endsWith('.toml')) {
    const match = /^addopts\s*=\s*("[^"\r\n]*"|'[^'\r\n]*'|\[\s*)/m.exec(text);
    const written = match?.[1];
    if (!match || written === undefined) return undefined;
    const start = match.index + match[0].length - written.length;
    if (written.startsWith('[')) return insertAt(start + 1, '"-p", "ferryman.pytest_plugin", ');
    const quote = written[0] ?? '"';
    return replace({ start, end: start + written.length }, `${quote}${PLUGIN} ${written.slice(1)}`);
  }
  const section = findSection(text, path.posix.basename(file) === 'setup.cfg' ? 'tool:pytest' : 'pytest');
  if (!section) return undefined;
  const key = keyIn(section, 'addopts');
  const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  return key ? insertAt(key.valueEnd, ` ${PLUGIN}`) : insertAt(section.headerEnd, `${newline}addopts = ${PLUGIN}`);
}
