import { beforeAll, expect, test } from 'vitest';
import { applyEdits, loadPython } from '../../../syntax/index.ts';
import { editEnvironment } from './environment-yml.ts';
import { editLines } from './lines.ts';
import { targets } from './list.ts';
import { setupCfgLists } from './setup-cfg.ts';
import { editPython, setupPyLists } from './setup-py.ts';

const wanted = { packages: ['ferryman', 'psycopg[binary]'], asyncioExtra: true };

beforeAll(async () => {
  await loadPython();
});

test('setup.cfg keeps its tabs and its other keys', () => {
  const text =
    '[metadata]\nname = ferry\n[options]\ninstall_requires =\n\tuvicorn\n\tfastapi\n\tsqlalchemy>=2\npackages = find:\n[options.extras_require]\ntest =\n\tpytest\n';
  const edits = targets(setupCfgLists(text)).flatMap((list) =>
    setupCfgLists(text).flatMap((each) =>
      each.group === list.group ? editLines(text, each.entries, each.group, wanted) : [],
    ),
  );
  expect(applyEdits(text, edits)).toMatchInlineSnapshot(`
    "[metadata]
    name = ferry
    [options]
    install_requires =
    	uvicorn
    	fastapi
    	ferryman
    	sqlalchemy[asyncio]>=2
    	psycopg[binary]
    packages = find:
    [options.extras_require]
    test =
    	pytest
    "
  `);
});

test('a literal list in setup.py', () => {
  const text =
    'from setuptools import setup\n\nsetup(\n    name="ferry",\n    install_requires=[\n        "uvicorn",\n        "fastapi",  # front door\n        "SQLAlchemy>=2"\n    ],\n    extras_require={"test": ["pytest"]},\n)\n';
  const lists = setupPyLists(text);
  const edits = lists.filter((list) => targets(lists).includes(list)).flatMap((list) => editPython(text, list, wanted));
  expect(applyEdits(text, edits)).toMatchInlineSnapshot(`
    "from setuptools import setup

    setup(
        name="ferry",
        install_requires=[
            "uvicorn",
            "fastapi",  # front door
            "ferryman",
            "SQLAlchemy[asyncio]>=2",
            "psycopg[binary]"
        ],
        extras_require={"test": ["pytest"]},
    )
    "
  `);
});

test('a conda environment, with and without a pip section', () => {
  const text = 'name: ferry\ndependencies:\n  - python>=3.11\n  - fastapi\n  - sqlalchemy=2.0\n  - uvicorn\n';
  expect(applyEdits(text, editEnvironment(text, wanted))).toMatchInlineSnapshot(`
    "name: ferry
    dependencies:
      - python>=3.11
      - fastapi
      - sqlalchemy=2.0
      - greenlet
      - psycopg
      - uvicorn
      - pip
      - pip:
          - ferryman
    "
  `);
  const withPip = 'dependencies:\n- python\n- pip\n- pip:\n  - fastapi==0.110.0\n  - sqlalchemy==2.0.30\n';
  expect(applyEdits(withPip, editEnvironment(withPip, wanted))).toMatchInlineSnapshot(`
    "dependencies:
    - python
    - pip
    - pip:
      - fastapi==0.110.0
      - ferryman
      - psycopg[binary]
      - sqlalchemy[asyncio]==2.0.30
    "
  `);
});
