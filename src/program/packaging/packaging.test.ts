import { expect, test } from 'vitest';
import { openProgram } from '../program.ts';
import { smallProject } from '../testing/small-project.ts';
import { parseRequirement } from './requirement.ts';

test.each([
  ['SQLAlchemy[asyncio, mypy]>=2.0,<3 ; python_version > "3.8"  # the ORM', 'sqlalchemy asyncio,mypy >=2.0,<3'],
  ['psycopg2_binary', 'psycopg2-binary  '],
  ['fastapi (>=0.100)', 'fastapi  >=0.100'],
  ['-r base.txt', undefined],
  ['git+https://git.example/ferry.git', undefined],
  ['# nothing', undefined],
])('%j', (text, expected) => {
  const found = parseRequirement(text, 'main', 1);
  expect(found && `${found.name} ${found.extras.join()} ${found.specifier}`).toBe(expected);
});

test('every kind of dependency file is located, with what it pins and where', async () => {
  const program = await openProgram(
    smallProject({
      'pyproject.toml': `
[project]
dependencies = ["fastapi>=0.100", "SQLAlchemy==2.0.36"]
[project.optional-dependencies]
test = ["pytest"]
[tool.poetry.dependencies]
python = "^3.11"
psycopg2 = { version = "^2.9", extras = ["binary"] }
[dependency-groups]
dev = ["ruff"]
[tool.pytest.ini_options]
pythonpath = ["src"]
testpaths = "tests"
`,
      'requirements-dev.txt': 'httpx==0.27\n-r requirements.txt\n',
      'requirements.txt': 'sqlmodel ~= 0.0.22\n',
      'setup.cfg': '[options]\ninstall_requires =\n    requests>=2\n    redis\n[options.extras_require]\ns3 = s3fs\n',
      'setup.py': 'from setuptools import setup\nsetup(install_requires=["uvicorn[standard]>=0.20", "toml"])\n',
      Pipfile: '[packages]\nflask = "*"\n[dev-packages]\npytest = "==8"\n',
      'environment.yml': 'dependencies:\n  - python=3.11\n  - pip:\n    - alembic>=1.13\n',
      'broken/pyproject.toml': '[project\n',
    }),
  );
  const lines = program.dependencyFiles.flatMap((file) => [
    `${file.kind} ${file.file}`,
    ...file.requirements.map((item) =>
      `  ${item.line} ${item.group} ${item.name}[${item.extras.join()}] ${item.specifier}`.trimEnd(),
    ),
  ]);
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "Pipfile Pipfile
      2 main flask[]
      4 dev pytest[] ==8
    pyproject broken/pyproject.toml
    environment.yml environment.yml
      2 main python[] =3.11
      4 main alembic[] >=1.13
    pyproject pyproject.toml
      3 main fastapi[] >=0.100
      3 main sqlalchemy[] ==2.0.36
      5 test pytest[]
      10 dev ruff[]
      8 main psycopg2[binary] ^2.9
    requirements requirements-dev.txt
      1 dev httpx[] ==0.27
    requirements requirements.txt
      1 main sqlmodel[] ~= 0.0.22
    setup.cfg setup.cfg
      3 main requests[] >=2
      4 main redis[]
      6 s3 s3fs[]
    setup.py setup.py
      2 main uvicorn[standard] >=0.20
      2 main toml[]"
  `);
  expect(program.tests).toMatchObject({
    config: { file: 'pyproject.toml' },
    pythonpath: ['src'],
    testpaths: ['tests'],
  });
});

test('an empty pytest.ini wins over the other files, as it does for pytest', async () => {
  const program = await openProgram(
    smallProject({
      'pytest.ini': '',
      'setup.cfg': '[tool:pytest]\ntestpaths = a b\n',
      'tests/conftest.py': '',
      'tests/test_a.py': '',
    }),
  );
  expect(program.tests).toMatchObject({ config: { file: 'pytest.ini' }, testpaths: [] });
  expect(program.tests.conftests.map((module) => module.file)).toEqual(['tests/conftest.py']);
  expect(program.tests.testModules.map((module) => module.file)).toEqual(['tests/test_a.py']);
});
