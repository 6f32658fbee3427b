import { expect, test } from 'vitest';
import { FerryError } from '../../base/index.ts';
import { smallProject } from '../../program/testing/small-project.ts';
import { knowledge, programIn } from '../testing/native.ts';
import { selectFunctions } from './select.ts';

const library = {
  'library/__init__.py': '',
  'library/loans.py': `from sqlalchemy.orm import Session


def lend(db: Session, title: str) -> None:
    remember(db, title)
    db.commit()


def remember(db: Session, title: str) -> None:
    db.add(title)


def close(db: Session) -> None:
    db.commit()
`,
  'library/desks.py': `from sqlalchemy.orm import Session


class Desk:
    def lend(self, db: Session) -> None:
        db.commit()

    def close(self, db: Session) -> None:
        db.commit()
`,
  'library/main.py': `from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

from .loans import lend

app = FastAPI()


def get_db():
    yield Session()


@app.get("/loans")
@app.head("/loans")
def list_loans() -> list[str]:
    return []


@app.post("/loans/{title}")
def create_loan(title: str, db: Session = Depends(get_db)) -> None:
    lend(db, title)
`,
  'tests/test_loans.py': `from library.loans import lend


def lend_all(session):
    lend(session, "Jaws")


def close(session):
    session.commit()
`,
};

/** What the selection means, one `module:qualname` each; or what is said against it. */
async function chosen(...selection: readonly string[]): Promise<readonly string[]> {
  const program = await programIn(smallProject(library));
  try {
    const isChosen = selectFunctions(program, knowledge, selection);
    return program.project.functions
      .filter((fn) => fn.facts.kind === 'function' && isChosen(fn))
      .map(({ module, qualname }) => `${module.name}:${qualname}`);
  } catch (error) {
    if (error instanceof FerryError) return [`${error.code}: ${error.message}`, error.next];
    throw error;
  }
}

test('all of it', async () => {
  expect(await chosen('all')).toMatchInlineSnapshot(`
    [
      "library.desks:Desk.lend",
      "library.desks:Desk.close",
      "library.loans:lend",
      "library.loans:remember",
      "library.loans:close",
      "library.main:get_db",
      "library.main:list_loans",
      "library.main:create_loan",
      "tests.test_loans:lend_all",
      "tests.test_loans:close",
    ]
  `);
});

test.each(['library.desks', 'library/desks.py', './library/desks.py', ' library.desks '])(
  'a module: %j',
  async (item) => {
    expect(await chosen(item)).toEqual(['library.desks:Desk.lend', 'library.desks:Desk.close']);
  },
);

test.each([
  ['library.loans:lend', 'library.loans:lend'],
  ['library.loans.lend', 'library.loans:lend'],
  ['loans:lend', 'library.loans:lend'],
  ['loans.lend', 'library.loans:lend'],
  ['remember', 'library.loans:remember'],
  ['Desk.lend', 'library.desks:Desk.lend'],
  ['library.desks:Desk.close', 'library.desks:Desk.close'],
])('a function, by its name or as much of its end as is unique: %s', async (item, id) => {
  expect(await chosen(item)).toEqual([id]);
});

test.each(['POST /loans/{title}', 'post  /loans/{title}'])(
  'an endpoint, with its dependencies and all that it reaches: %j',
  async (item) => {
    expect(await chosen(item)).toEqual([
      'library.loans:lend',
      'library.loans:remember',
      'library.main:get_db',
      'library.main:create_loan',
    ]);
  },
);

test('an endpoint, by any of its methods', async () => {
  expect(await chosen('GET /loans')).toEqual(['library.main:list_loans']);
  expect(await chosen('HEAD /loans')).toEqual(['library.main:list_loans']);
});

test('several are joined', async () => {
  expect(await chosen('remember', 'GET /loans', 'Desk.close')).toEqual([
    'library.desks:Desk.close',
    'library.loans:remember',
    'library.main:list_loans',
  ]);
  expect(await chosen('remember', 'all')).toEqual(await chosen('all'));
});

test('a name that several functions have', async () => {
  expect(await chosen('lend')).toMatchInlineSnapshot(`
    [
      "FERRY_AMBIGUOUS_SELECTION: "lend" may be any of 2 functions",
      "Say which: library.desks:Desk.lend, library.loans:lend.",
    ]
  `);
});

const kinds = 'Name a function (module:function), a module, an endpoint ("GET /path"), or all.';

test.each([
  ['a name in another module', 'library.shelves:remember', 'Did you mean library.loans:remember?'],
  ['another case', 'Remember', 'Did you mean library.loans:remember?'],
  ['a slip', 'rememebr', 'Did you mean library.loans:remember?'],
  ['a slip in a name that two have', 'lned', 'Did you mean library.desks:Desk.lend, library.loans:lend?'],
  ['an endpoint by another method', 'DELETE /loans/{title}', 'Did you mean POST /loans/{title}?'],
  ['an endpoint of two methods', 'DELETE /loans', 'Did you mean GET /loans, HEAD /loans?'],
  ['an endpoint at another path', 'GET /books', kinds],
  ['a class', 'Desk', 'Did you mean library.desks:Desk.lend, library.desks:Desk.close?'],
  ['a file that is not there', 'library/shelves.py', kinds],
  ['what is not there', 'borrow', kinds],
  ['nothing', '', kinds],
])('%s is unknown: %s', async (_, item, next) => {
  expect(await chosen(item)).toEqual([`FERRY_UNKNOWN_SELECTION: Nothing in the project is called "${item}"`, next]);
});

test.each(['lend_all', 'tests.test_loans', 'tests/test_loans.py', 'tests.test_loans:close'])(
  'tests are not taken: %s',
  async (item) => {
    expect((await chosen(item))[0]).toBe(`FERRY_UNKNOWN_SELECTION: Nothing in the project is called "${item}"`);
  },
);

test('a name of the application is not ambiguous because tests have it, too', async () => {
  expect(await chosen('loans:close')).toEqual(['library.loans:close']);
});
