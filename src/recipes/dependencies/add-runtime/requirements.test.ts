import { expect, test } from 'vitest';
import { applyEdits } from '../../../syntax/index.ts';
import { editLines, entriesOf, linesOf } from './lines.ts';
import { withExtra } from './requirement.ts';

const wanted = { packages: ['ferryman', 'aiosqlite'], asyncioExtra: true };

function edited(text: string): string {
  return applyEdits(text, editLines(text, entriesOf(linesOf(text)), '', wanted));
}

test.each([
  ['sqlalchemy', 'sqlalchemy[asyncio]'],
  ['SQLAlchemy >=2.0,<3 ; python_version > "3.8"', 'SQLAlchemy[asyncio] >=2.0,<3 ; python_version > "3.8"'],
  ['sqlalchemy[mypy]==2.0.1', 'sqlalchemy[mypy,asyncio]==2.0.1'],
  ['sqlalchemy[mypy, postgresql] ~= 2.0', 'sqlalchemy[mypy, postgresql, asyncio] ~= 2.0'],
  ['sqlalchemy[]', 'sqlalchemy[asyncio]'],
  ['SQLAlchemy[asyncio]>=2', 'SQLAlchemy[asyncio]>=2'],
])('%s gets the extra', (before, after) => {
  expect(withExtra(before, 'asyncio')).toBe(after);
});

test('a sorted list stays sorted, comments and markers stay', () => {
  expect(
    edited(
      '# ferry bookings\nfastapi>=0.100  # the front door\nSQLAlchemy>=2.0; python_version >= "3.9"  # ORM\nuvicorn',
    ),
  ).toMatchInlineSnapshot(`
    "# ferry bookings
    aiosqlite
    fastapi>=0.100  # the front door
    ferryman
    SQLAlchemy[asyncio]>=2.0; python_version >= "3.9"  # ORM
    uvicorn"
  `);
});

test('in an unsorted list a package stands behind what it belongs to, with the same line endings', () => {
  expect(edited('-r base.txt\r\nuvicorn\r\nsqlalchemy==2.0.30\r\nfastapi\r\n')).toMatchInlineSnapshot(`
    "-r base.txt
    uvicorn
    sqlalchemy[asyncio]==2.0.30
    aiosqlite
    fastapi
    ferryman
    "
  `);
});

test('a second run changes nothing', () => {
  const once = edited('uvicorn\nsqlalchemy==2.0.30\nfastapi\n');
  expect(edited(once)).toBe(once);
});
