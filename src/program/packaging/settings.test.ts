import { expect, test } from 'vitest';
import { smallProject } from '../testing/small-project.ts';
import { readThreaded } from './settings.ts';

const told = (files: Readonly<Record<string, string>>) =>
  readThreaded(smallProject(files)).map(({ name, place }) => {
    const text = files[place.file]?.slice(place.start, place.end);
    return `${place.file}:${place.line} ${name} ${text}`;
  });

test('endpoints that stay in threads, and where the settings say so', () => {
  const names = '[\n  "harbour.routes:plan",  # 812 ms\n  \'GET /voyages\',\n]\n';
  expect(told({ 'ferryman.toml': `branch = "on-the-loop"\nthreaded = ${names}` })).toEqual([
    'ferryman.toml:3 harbour.routes:plan "harbour.routes:plan"',
    "ferryman.toml:4 GET /voyages 'GET /voyages'",
  ]);
  const project = '[project]\ndescription = "harbour.routes:plan"\n\n[tool.ferryman]\n';
  expect(told({ 'pyproject.toml': `${project}threaded = ${names}` })).toEqual([
    'pyproject.toml:6 harbour.routes:plan "harbour.routes:plan"',
    "pyproject.toml:7 GET /voyages 'GET /voyages'",
  ]);
});

test('a name that is written with an escape stands where its setting does', () => {
  expect(told({ 'ferryman.toml': 'threaded = ["GET /d\\u00e9part"]\n' })).toEqual(['ferryman.toml:1 GET /départ ']);
});

test('no settings, and settings that cannot be read', () => {
  expect(told({ 'pyproject.toml': '[project]\nname = "harbour"\n' })).toEqual([]);
  expect(told({ 'ferryman.toml': 'threaded = [\n' })).toEqual([]);
  expect(told({ 'ferryman.toml': 'threaded = "GET /voyages"\n' })).toEqual([]);
});
