import { expect, test } from 'vitest';
import { importsOf, isTest, projectFiles, textOf } from './tree.ts';

const product = projectFiles().filter((file) => /^src\/.*\.ts$/.test(file) && !isTest(file));

test('only src/cli prints', () => {
  const printing = product
    .filter((file) => !file.startsWith('src/cli/'))
    .flatMap((file) =>
      linesWith(file, /\bconsole\.|\bprocess\.(?:stdout|stderr)\b/).map(
        (place) => `${place} prints: emit an event (src/base Emit) or return the text, and let src/cli show it`,
      ),
    );
  expect(printing).toEqual([]);
});

test('only src/base/processes.ts starts processes', () => {
  const starting = product
    .filter((file) => file !== 'src/base/processes.ts')
    .flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => /^(?:node:)?(?:child_process|cluster)$/.test(specifier))
        .map(({ line }) => `${file}:${line} starts processes: use run() of src/base, which has timeouts and no shell`),
    );
  expect(starting).toEqual([]);
});

const WRITERS = new Set(
  'appendFile chmod chown copyFile cp link lutimes mkdir mkdtemp open rename rm rmdir symlink truncate unlink utimes write writeFile writev'
    .split(' ')
    .flatMap((name) => [name, `${name}Sync`]),
).add('createWriteStream');

test('only src/base/files.ts writes files', () => {
  const writing = product
    .filter((file) => file !== 'src/base/files.ts')
    .flatMap((file) =>
      writesOf(file).map((place) => `${place}: use openRoot() of src/base, which never leaves its folder`),
    );
  expect(writing).toEqual([]);
});

function writesOf(file: string): readonly string[] {
  return importsOf(file)
    .filter(({ specifier, typeOnly }) => /^(?:node:)?fs(?:\/promises)?$/.test(specifier) && !typeOnly)
    .flatMap(({ clause, line }) => {
      const namespace = /^\*\s+as\s+(\w+)$/.exec(clause)?.[1] ?? /^(\w+)$/.exec(clause)?.[1];
      if (namespace !== undefined) {
        const member = new RegExp(`\\b${namespace}\\.(?:promises\\.)?(\\w+)`, 'g');
        return linesWith(file, member, (name) => WRITERS.has(name)).map((place) => `${place} writes`);
      }
      const names = clause.replace(/[{}]/g, '').split(',');
      return names
        .map((name) => name.trim().split(/\s+as\s+/)[0] ?? '')
        .filter((name) => WRITERS.has(name))
        .map((name) => `${file}:${line} imports ${name} to write`);
    });
}

/** `file:line` of each line that matches, when the first group (if there is one) is accepted. */
function linesWith(file: string, pattern: RegExp, accept: (group: string) => boolean = () => true): readonly string[] {
  return textOf(file)
    .split('\n')
    .flatMap((line, index) => {
      // Comments, and files opened for reading only.
      const code = line.replace(/^\s*(?:\/\/|\*|\/\*\*).*|\bopen(?:Sync)?\([^()]*, 'r'\)/, '');
      const found = [...code.matchAll(new RegExp(pattern, 'g'))].some((match) => accept(match[1] ?? ''));
      return found ? [`${file}:${index + 1}`] : [];
    });
}
