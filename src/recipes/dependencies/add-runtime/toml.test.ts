import { expect, test } from 'vitest';
import { applyEdits } from '../../../syntax/index.ts';
import { targets } from './list.ts';
import { editToml, tomlLists } from './toml.ts';

const wanted = { packages: ['ferryman', 'psycopg[binary]'], asyncioExtra: true };

function edited(text: string): string {
  const lists = tomlLists(text);
  const chosen = targets(lists);
  return applyEdits(
    text,
    lists.filter((list) => chosen.includes(list)).flatMap((list) => editToml(text, list, wanted)),
  );
}

test('comments, quotes and a missing last comma of an array stay as they are', () => {
  const text = `[project]
name = "ferry"
dependencies = [
    # the web
    'fastapi>=0.100',  # front door
    "psycopg2-binary",
    "SQLAlchemy >=2.0"  # ORM
]
`;
  expect(edited(text)).toMatchInlineSnapshot(`
    "[project]
    name = "ferry"
    dependencies = [
        # the web
        'fastapi>=0.100',  # front door
        'ferryman',
        'psycopg[binary]',
        "psycopg2-binary",
        "SQLAlchemy[asyncio] >=2.0"  # ORM
    ]
    "
  `);
  expect(edited(edited(text))).toBe(edited(text));
});

test('an array on one line', () => {
  expect(edited('[project]\ndependencies = ["fastapi", "sqlmodel"]\n')).toMatchInlineSnapshot(`
    "[project]
    dependencies = ["fastapi", "ferryman", "psycopg[binary]", "sqlalchemy[asyncio]", "sqlmodel"]
    "
  `);
});

test('the group that holds the web framework, when the project is a library', () => {
  expect(
    edited(
      '[project]\ndependencies = ["SQLAlchemy>=2"]\n[dependency-groups]\ntests = [\n  {include-group = "docs"},\n  "SQLAlchemy[asyncio]",\n  "fastapi",\n]\n',
    ),
  ).toMatchInlineSnapshot(`
    "[project]
    dependencies = ["SQLAlchemy>=2"]
    [dependency-groups]
    tests = [
      {include-group = "docs"},
      "SQLAlchemy[asyncio]",
      "psycopg[binary]",
      "fastapi",
      "ferryman",
    ]
    "
  `);
});

test('a Poetry table, a constraint of its own table, and a Pipfile', () => {
  expect(
    edited('[tool.poetry.dependencies]\npython = "^3.11"\nfastapi = "^0.110"\nsqlalchemy = "^2.0"  # ORM\n'),
  ).toMatchInlineSnapshot(`
    "[tool.poetry.dependencies]
    python = "^3.11"
    fastapi = "^0.110"
    ferryman = "*"
    sqlalchemy = {extras = ["asyncio"], version = "^2.0"}  # ORM
    psycopg = {extras = ["binary"], version = "*"}
    "
  `);
  expect(
    edited(
      '[tool.poetry.dependencies]\nfastapi = "*"\nsqlalchemy = {version = "^2.0", extras = ["mypy"]}\npsycopg = "*"\n',
    ),
  ).toMatchInlineSnapshot(`
    "[tool.poetry.dependencies]
    fastapi = "*"
    ferryman = "*"
    sqlalchemy = {version = "^2.0", extras = ["mypy", "asyncio"]}
    psycopg = "*"
    "
  `);
  expect(
    edited('[tool.poetry.dependencies]\nfastapi = "*"\n\n[tool.poetry.dependencies.sqlalchemy]\nversion = "^2.0"\n'),
  ).toMatchInlineSnapshot(`
    "[tool.poetry.dependencies]
    fastapi = "*"
    ferryman = "*"
    psycopg = {extras = ["binary"], version = "*"}

    [tool.poetry.dependencies.sqlalchemy]
    extras = ["asyncio"]
    version = "^2.0"
    "
  `);
  expect(edited('[packages]\nfastapi = "*"\nsqlalchemy = "*"\n')).toMatchInlineSnapshot(`
    "[packages]
    fastapi = "*"
    ferryman = "*"
    psycopg = {extras = ["binary"], version = "*"}
    sqlalchemy = {extras = ["asyncio"], version = "*"}
    "
  `);
});
