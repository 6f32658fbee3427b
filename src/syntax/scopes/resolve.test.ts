import { beforeAll, expect, test } from 'vitest';
import { loadPython, type SyntaxNode, withTree } from '../python.ts';
import { analyseScopes } from './analyse.ts';
import type { ModuleScope, Scope } from './model.ts';
import { dottedName, dottedNames, resolve } from './resolve.ts';

beforeAll(async () => {
  await loadPython();
});

/** Full names of what is called, in order, as `called: full name`. */
function calls(text: string): string[] {
  return withTree(text, (root) => {
    const scopes = analyseScopes(root);
    return root.descendantsOfType('call').map((call) => {
      const called = call.childForFieldName('function') as SyntaxNode;
      return `${called.text}: ${dottedName(called, scopes)}`;
    });
  });
}

/** The scopes of a program as an indented list: kind, qualified name, bindings with their kinds. */
function outline(text: string): string {
  const lines = (scope: Scope, depth: number): string[] => {
    const bindings = [...scope.bindings].map(([name, list]) => `${name} (${list.map(({ kind }) => kind).join(', ')})`);
    const line = `${'  '.repeat(depth)}${scope.kind} ${scope.qualifiedName}: ${bindings.join(', ')}`.trimEnd();
    return [line, ...scope.children.flatMap((child) => lines(child, depth + 1))];
  };
  return withTree(text, (root) => lines(analyseScopes(root), 0).join('\n'));
}

test('a dotted name is followed through the imports of the file', () => {
  const text = `import sqlalchemy as sa
import os.path
from sqlalchemy.orm import Session as S, sessionmaker
from . import models
from ..core.db import engine


def load(loans, sa_session):
    sa.orm.Session()
    os.path.exists()
    os.getcwd()
    S()
    sessionmaker()
    models.Loan.query()
    engine.connect()
    open()
    loans()
    missing()
    load()
    sa.select().where()
    (sa.orm).Session()
`;
  expect(calls(text)).toMatchInlineSnapshot(`
    [
      "sa.orm.Session: sqlalchemy.orm.Session",
      "os.path.exists: os.path.exists",
      "os.getcwd: os.getcwd",
      "S: sqlalchemy.orm.Session",
      "sessionmaker: sqlalchemy.orm.sessionmaker",
      "models.Loan.query: .models.Loan.query",
      "engine.connect: ..core.db.engine.connect",
      "open: builtins.open",
      "loans: undefined",
      "missing: undefined",
      "load: undefined",
      "sa.select().where: undefined",
      "sa.select: sqlalchemy.select",
      "(sa.orm).Session: sqlalchemy.orm.Session",
    ]
  `);
});

test('imports that disagree give all their names, and no single one', () => {
  const text = `try:
    from sqlalchemy import create_engine
except ImportError:
    from legacy_sqlalchemy import create_engine
from library import *

create_engine()
checkout()
`;
  const found = withTree(text, (root) => {
    const scopes = analyseScopes(root);
    return root.descendantsOfType('call').map((call) => dottedNames(call.namedChildren[0] as SyntaxNode, scopes));
  });
  expect(found).toMatchInlineSnapshot(`
    [
      {
        "certain": false,
        "names": [
          "sqlalchemy.create_engine",
          "legacy_sqlalchemy.create_engine",
          "library.create_engine",
        ],
      },
      {
        "certain": false,
        "names": [
          "library.checkout",
        ],
      },
    ]
  `);
  expect(calls(text)).toEqual(['create_engine: undefined', 'checkout: undefined']);
});

test('a name bound to anything but imports has no full name', () => {
  const text = `from sqlalchemy import create_engine
from time import sleep

if testing:
    create_engine = fake_engine


def wait(sleep):
    sleep()


create_engine()
sleep()
`;
  expect(calls(text)).toMatchInlineSnapshot(`
    [
      "sleep: undefined",
      "create_engine: undefined",
      "sleep: time.sleep",
    ]
  `);
});

test('type parameters and aliases have scopes of their own', () => {
  const text = `type Shelf[T] = list[T]


class Repository[T: Model, *Ts](Base[T]):
    limit = 10

    def find[K](self, key: K, limit: limit = limit) -> T:
        return lambda: (T, K)


async def stream[**P](call: Callable[P, None]): ...
`;
  expect(outline(text)).toMatchInlineSnapshot(`
    "module : Shelf (type-alias), Repository (class), stream (function)
      type-parameters Shelf: T (type-parameter)
        type-alias Shelf:
      type-parameters Repository: T (type-parameter), Ts (type-parameter)
        class Repository: limit (assignment), find (function)
          type-parameters Repository.find: K (type-parameter)
            function Repository.find: self (parameter), key (parameter), limit (parameter)
              lambda Repository.find.<locals>.<lambda>:
      type-parameters stream: P (type-parameter)
        function stream: call (parameter)"
  `);
});

test('a class body is seen by its own code and not from within its methods', () => {
  const text = `limit = 1


class Loan:
    limit = 2
    later = limit

    def renew(self):
        return limit, __class__
`;
  withTree(text, (root) => {
    const scopes = analyseScopes(root);
    const where = (scope: Scope, name: string) => {
      const found = resolve(name, scope);
      return found.kind === 'bound' ? `${found.scope.kind} ${found.bindings[0]?.statement.start}` : found.kind;
    };
    const [, cls, method] = scopes.all as [ModuleScope, Scope, Scope];
    expect([where(cls, 'limit'), where(method, 'limit'), where(method, '__class__')]).toEqual([
      `class ${text.indexOf('limit = 2')}`,
      'module 0',
      `module ${text.indexOf('class')}`,
    ]);
  });
});

test('qualified names are those of Python', () => {
  const text = `def outer():
    def inner():
        global shared
        def shared(): pass
        class Loan:
            def renew(self): return [lambda: x for x in y]
`;
  expect(outline(text)).toMatchInlineSnapshot(`
    "module : outer (function), shared (function)
      function outer: inner (function)
        function outer.<locals>.inner: Loan (class)
          function shared:
          class outer.<locals>.inner.<locals>.Loan: renew (function)
            function outer.<locals>.inner.<locals>.Loan.renew: self (parameter)
              comprehension outer.<locals>.inner.<locals>.Loan.renew.<locals>.<listcomp>: x (comprehension)
                lambda outer.<locals>.inner.<locals>.Loan.renew.<locals>.<listcomp>.<locals>.<lambda>:"
  `);
});

test('a binding tells what it is bound to, and on which paths', () => {
  const text = `from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models import Loan
limit: int = 3
def lend(copy: "Copy", /, *readers, days=14): pass
`;
  const found = withTree(text, (root) =>
    analyseScopes(root).all.flatMap((scope) =>
      [...scope.bindings.values()].flat().map((binding) => {
        const piece = (range: { start: number; end: number } | undefined) =>
          range && text.slice(range.start, range.end);
        const { kind, parameter, typeOnly, conditional } = binding;
        const parts = [kind, parameter, typeOnly && 'type only', conditional && 'conditional'].filter(Boolean);
        return `${binding.name}: ${parts.join(', ')}; value ${piece(binding.value)}; annotation ${piece(binding.annotation)}`;
      }),
    ),
  );
  expect(found).toMatchInlineSnapshot(`
    [
      "TYPE_CHECKING: import; value undefined; annotation undefined",
      "Loan: import, type only, conditional; value undefined; annotation undefined",
      "limit: assignment; value 3; annotation int",
      "lend: function; value undefined; annotation undefined",
      "copy: parameter, positional-only; value undefined; annotation "Copy"",
      "readers: parameter, args; value undefined; annotation undefined",
      "days: parameter, keyword-only; value 14; annotation undefined",
    ]
  `);
});

test('scopeAt finds the code that looks names up', () => {
  const text = 'def lend(days=limit):\n    return [copy for copy in shelf if days]\n';
  withTree(text, (root) => {
    const scopes = analyseScopes(root);
    const at = (piece: string) => scopes.scopeAt(text.indexOf(piece)).qualifiedName;
    expect([at('limit'), at('return'), at('copy for'), at('shelf'), at('days]')]).toEqual([
      '',
      'lend',
      'lend.<locals>.<listcomp>',
      'lend',
      'lend.<locals>.<listcomp>',
    ]);
  });
});
