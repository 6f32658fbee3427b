import { expect, test } from 'vitest';
import { openProgram } from '../program.ts';
import { answer } from '../testing/answer.ts';
import { smallProject } from '../testing/small-project.ts';

/** Every test with what fills its parameters, and what runs besides. */
async function testsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { tests } = await openProgram(smallProject(files));
  return tests.functions.map(({ id, parameters, besides }) => {
    const filled = [...parameters].map(([name, fixture]) =>
      fixture ? `${name}=${fixture.function.module.file}:${fixture.function.qualname} (${fixture.scope})` : `${name}=?`,
    );
    const others = besides.map(({ name }) => `+${name}`);
    return [id, ...filled, ...others].join(' ');
  });
}

const conftest = `import pytest

@pytest.fixture(scope="session")
def engine():
    return 1

@pytest.fixture
def desk(engine):
    return engine

@pytest.fixture(autouse=True)
def clock():
    yield
`;

test('tests by the names of files, classes and functions', async () => {
  const found = await testsOf({
    'tests/test_desk.py': `
import unittest

def test_lend(): ...
def helper(): ...
def tested(): ...

class TestDesk:
    def test_return(self): ...
    def check(self): ...
    class TestInner:
        def test_late(self): ...

class TestWithConstructor:
    def __init__(self): ...
    def test_never(self): ...

class Ledger(unittest.TestCase):
    def testCount(self): ...

async def test_async(): ...
`,
    'tests/helpers.py': 'def test_not_in_a_test_file(): ...\n',
    'desk_test.py': 'def test_beside(): ...\n',
  });
  expect(found).toMatchInlineSnapshot(`
    [
      "desk_test.py::test_beside",
      "tests/test_desk.py::test_lend",
      "tests/test_desk.py::tested",
      "tests/test_desk.py::TestDesk::test_return",
      "tests/test_desk.py::TestDesk::TestInner::test_late",
      "tests/test_desk.py::Ledger::testCount",
      "tests/test_desk.py::test_async",
    ]
  `);
});

test('names that the configuration chooses', async () => {
  const found = await testsOf({
    'pytest.ini': '[pytest]\npython_files = check_*.py\npython_classes = *Suite\npython_functions = it_*\n',
    'checks/check_desk.py':
      'def it_lends(): ...\ndef test_no(): ...\nclass DeskSuite:\n    def it_returns(self): ...\n',
    'checks/test_desk.py': 'def it_is_elsewhere(): ...\n',
  });
  expect(found).toEqual(['checks/check_desk.py::it_lends', 'checks/check_desk.py::DeskSuite::it_returns']);
});

test('fixtures from the class, the module, plugins and conftests upwards', async () => {
  const found = await testsOf({
    'conftest.py': `${conftest}pytest_plugins = ["library.testing"]\n`,
    'library/__init__.py': '',
    'library/testing.py': 'from pytest import fixture as fix\n@fix(name="shelf")\ndef make_shelf(): ...\n',
    'tests/conftest.py': 'import pytest\n@pytest.fixture\ndef desk(desk):\n    return desk\n',
    'tests/shared.py': 'import pytest\n@pytest.fixture\ndef card(): ...\n',
    'tests/test_desk.py': `import pytest
import pytest_asyncio
from tests.shared import card

@pytest_asyncio.fixture
async def client(desk):
    yield desk

class TestDesk:
    @pytest.fixture
    def desk(self): ...
    def test_own(self, desk, shelf): ...

@pytest.mark.usefixtures("shelf")
def test_lend(desk, client, card, tmp_path, engine, later=None): ...
`,
  });
  expect(found).toMatchInlineSnapshot(`
    [
      "tests/test_desk.py::TestDesk::test_own desk=tests/test_desk.py:TestDesk.desk (function) shelf=library/testing.py:make_shelf (function) +clock",
      "tests/test_desk.py::test_lend desk=tests/conftest.py:desk (function) client=tests/test_desk.py:client (function) card=tests/shared.py:card (function) tmp_path=? engine=conftest.py:engine (session) +clock +shelf",
    ]
  `);
});

const library = {
  'library.py': 'class Desk: ...\nclass Attic(Desk): ...\nclass Card: ...\n',
  'conftest.py': `import pytest
from library import Attic, Card, Desk

@pytest.fixture
def desk():
    yield Desk()

@pytest.fixture
def lend(desk):
    def lend_one(title):
        return Card()
    return lend_one
`,
  'sub/conftest.py': `import pytest
from library import Attic

@pytest.fixture
def desk(desk):
    return [desk, Attic()][-1]
`,
};

const inTest = (head: string, expr: string) =>
  `import pytest\nfrom library import Card, Desk\n${head}\n    answer = ${expr}\n`;

test('a parameter has what its fixture yields, the overriding one first', async () => {
  const files = { ...library, 'test_main.py': inTest('def test_it(desk):', 'desk') };
  expect(await answer(files, 'test_it')).toEqual(['instance Desk']);
  const below = { ...library, 'sub/test_main.py': inTest('def test_it(desk):', 'desk') };
  expect(await answer(below, 'test_it')).toEqual([
    'instance Attic',
    'instance Desk',
    'many instance Attic',
    'many instance Desk',
  ]);
});

test('a fixture may return a function', async () => {
  const files = { ...library, 'test_main.py': inTest('def test_it(lend):', 'lend("Emma")') };
  expect(await answer(files, 'test_it')).toEqual(['instance Card']);
});

test('parametrize gives values, by name and position', async () => {
  const rows = '[(Desk(), "Emma"), pytest.param(Card(), "Persuasion", id="late")]';
  const head = `@pytest.mark.parametrize("of, title", ${rows})\ndef test_it(of, title):`;
  expect(await answer({ ...library, 'test_main.py': inTest(head, 'of') }, 'test_it')).toEqual([
    'instance Card',
    'instance Desk',
  ]);
});

test('what pytest brings itself', async () => {
  const files = { ...library, 'test_main.py': inTest('def test_it(tmp_path):', 'tmp_path') };
  expect(await answer(files, 'test_it')).toEqual(['object pathlib.Path']);
});

test('a helper that tests call is no test, whatever fixture has the name of its parameter', async () => {
  const source = `${inTest('def check(desk):', 'desk')}\ndef test_it():\n    check(Card())\n`;
  expect(await answer({ ...library, 'test_main.py': source }, 'check')).toEqual(['unknown']);
});
