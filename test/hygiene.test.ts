import { expect, test } from 'vitest';
import { readManifest } from '../bench/corpus/manifest.ts';
import { projectFiles, textOf } from './tree.ts';

// Written in pieces, so that this file does not find itself.
const HOSTS = ['npmjs', 'yarnpkg', 'pypi', 'pythonhosted', 'npmmirror'].flatMap((name) => [
  `registry.${name}.`,
  ...(name === 'npmjs' ? [] : [`//${name}.org`, `files.${name}.`]),
]);
const MACHINE_PATH = new RegExp(`(?:^|[\\s"'\`(=:])/(?:${['root', 'work', 'opt'].join('|')}/[\\w.])`, 'm');

const texts = projectFiles()
  .filter((file) => !/\.(?:wasm|png|ico|db|gz)$/.test(file))
  .map((file) => ({ file, text: textOf(file) }));

test('no registry host is written down', () => {
  const found = texts.flatMap(({ file, text }) =>
    HOSTS.filter((host) => text.includes(host)).map(
      (host) => `${file} names ${host}*: let npm, pip and uv use the registry that the machine is set up for`,
    ),
  );
  expect(found).toEqual([]);
});

test('no path of one machine is written down', () => {
  const found = texts.flatMap(({ file, text }) => {
    const match = MACHINE_PATH.exec(text);
    if (match === null) return [];
    const line = text.slice(0, match.index + 1).split('\n').length;
    return [`${file}:${line} has an absolute path: make it relative, or find it at run time`];
  });
  expect(found).toEqual([]);
});

test('no application of the corpus is known by name', () => {
  const names = readManifest()
    .map(({ id }) => id.replace(/-\d.*$/, ''))
    // a library and, with its documentation, an application
    .filter((name) => name !== 'fastapi');
  const found = texts
    .filter(({ file }) => /^(?:src|runtime\/src)\//.test(file))
    .flatMap(({ file, text }) =>
      names
        .filter((name) => new RegExp(`\\b${name}\\b`, 'i').test(text))
        .map((name) => `${file} names ${name}: describe the pattern, so that every application with it is served`),
    );
  expect(found).toEqual([]);
});
