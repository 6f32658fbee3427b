import { beforeAll, expect, test } from 'vitest';
import {
  analyseScopes,
  applyEdits,
  checkEdited,
  dropImport,
  type ImportOptions,
  type ImportRequest,
  loadPython,
  needImport,
  planImports,
  readSource,
  replace,
  swapImport,
  withTree,
} from '../index.ts';

beforeAll(async () => {
  await loadPython();
});

/** The file after its import requests; checked to parse, and to ask for nothing when asked again. */
function plan(text: string, requests: readonly ImportRequest[], options: ImportOptions = {}, path = 'app/db.py') {
  const file = readSource(path, Buffer.from(text));
  if (file.kind === 'refused') throw new Error(file.message);
  const { edits, kept } = withTree(file, (root) => planImports(file, root, analyseScopes(root), requests, options));
  const after = applyEdits(file, [...edits, ...(options.edits ?? [])]);
  checkEdited(file, after);
  return { after, kept };
}

const after = (text: string, requests: readonly ImportRequest[], options: ImportOptions = {}) =>
  plan(text, requests, options).after;

test('a new line goes into its section, in its order', () => {
  const text = `"""Loans."""

from __future__ import annotations

import os
import sys

import sqlalchemy as sa
from fastapi import FastAPI

from . import models
`;
  const needs = [needImport('ferryman', 'crossing'), needImport('json'), needImport('.settings', 'settings')];
  expect(after(text, needs)).toMatchInlineSnapshot(`
    """"Loans."""

    from __future__ import annotations

    import json
    import os
    import sys

    import sqlalchemy as sa
    from fastapi import FastAPI
    from ferryman import crossing

    from . import models
    from .settings import settings
    "
  `);
});

test('a name joins an import of its module, sorted as ruff does', () => {
  const text = 'from ferryman import BRIDGED, Driver, wait\n';
  expect(after(text, [needImport('ferryman', 'crossing'), needImport('ferryman', 'Guard')])).toMatchInlineSnapshot(`
    "from ferryman import BRIDGED, Driver, Guard, crossing, wait
    "
  `);
});

test('a name joins a list with one name per line, and comments stay with their names', () => {
  const text = `from sqlalchemy.orm import (
    Session,  # noqa: F401
    joinedload,
    sessionmaker
)
`;
  const requests = [
    needImport('sqlalchemy.orm', 'selectinload'),
    needImport('sqlalchemy.orm', 'Mapped'),
    needImport('sqlalchemy.orm', 'undefer'),
    dropImport('sqlalchemy.orm', 'joinedload'),
  ];
  expect(after(text, requests)).toMatchInlineSnapshot(`
    "from sqlalchemy.orm import (
        Mapped,
        Session,  # noqa: F401
        selectinload,
        sessionmaker,
        undefer,
    )
    "
  `);
});

test('a line that would get too long is broken into one name per line', () => {
  const text = 'from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, Numeric, String\n';
  expect(after(text, [needImport('sqlalchemy', 'UniqueConstraint')])).toMatchInlineSnapshot(`
    "from sqlalchemy import (
        Boolean,
        Column,
        DateTime,
        ForeignKey,
        Integer,
        Numeric,
        String,
        UniqueConstraint,
    )
    "
  `);
});

test('wrapped lists keep their wrapping', () => {
  const text = `from sqlalchemy import (Boolean, Column,
                        Integer, String)
from sqlalchemy.orm import joinedload, \\
    sessionmaker
`;
  const requests = [
    needImport('sqlalchemy', 'DateTime'),
    dropImport('sqlalchemy', 'String'),
    needImport('sqlalchemy.orm', 'undefer'),
  ];
  expect(after(text, requests)).toMatchInlineSnapshot(`
    "from sqlalchemy import (Boolean, Column, DateTime,
                            Integer)
    from sqlalchemy.orm import joinedload, \\
        sessionmaker, undefer
    "
  `);
});

test('files that write one name per statement get another statement', () => {
  const text = `from fastapi import Depends
from fastapi import FastAPI
`;
  expect(after(text, [needImport('fastapi', 'Request')])).toMatchInlineSnapshot(`
    "from fastapi import Depends
    from fastapi import FastAPI
    from fastapi import Request
    "
  `);
});

test('sections without blank lines between them get none', () => {
  const text = `import os
import requests
from .models import Loan

x = 1
`;
  expect(after(text, [needImport('ferryman', 'crossing'), needImport('logging')])).toMatchInlineSnapshot(`
    "import logging
    import os
    import requests
    from ferryman import crossing
    from .models import Loan

    x = 1
    "
  `);
});

test('a file without imports gets them below its docstring', () => {
  expect(after('"""Loans."""\n\nLIMIT = 3\n', [needImport('ferryman', 'wait')])).toMatchInlineSnapshot(`
    """"Loans."""

    from ferryman import wait

    LIMIT = 3
    "
  `);
  expect(after('"""Loans."""', [needImport('ferryman', 'wait')])).toMatchInlineSnapshot(`
    """"Loans."""

    from ferryman import wait
    "
  `);
});

test('a file without imports or docstring gets them below its header', () => {
  const header = '#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n# Copyright: the library\n';
  expect(after(`${header}\nLIMIT = 3\n`, [needImport('ferryman', 'wait')])).toMatchInlineSnapshot(`
    "#!/usr/bin/env python3
    # -*- coding: utf-8 -*-
    # Copyright: the library

    from ferryman import wait

    LIMIT = 3
    "
  `);
  expect(after('def lend():\n    pass\n', [needImport('ferryman', 'wait')])).toMatchInlineSnapshot(`
    "from ferryman import wait


    def lend():
        pass
    "
  `);
  expect(after('', [needImport('ferryman', 'wait')])).toMatchInlineSnapshot(`
    "from ferryman import wait
    "
  `);
});

test('comments above an import stay with it', () => {
  const text = `# must come first: patches the loop
import uvloop

LIMIT = 3
`;
  expect(after(text, [needImport('ferryman', 'wait')])).toMatchInlineSnapshot(`
    "# must come first: patches the loop
    import uvloop
    from ferryman import wait

    LIMIT = 3
    "
  `);
});

test('types go below TYPE_CHECKING, which is made when it is missing', () => {
  const text = `from __future__ import annotations

from typing import Any

from fastapi import FastAPI

app = FastAPI()
`;
  const need = needImport('sqlalchemy.orm', 'Session', { typeOnly: true });
  const once = after(text, [need]);
  expect(once).toMatchInlineSnapshot(`
    "from __future__ import annotations

    from typing import TYPE_CHECKING, Any

    from fastapi import FastAPI

    if TYPE_CHECKING:
        from sqlalchemy.orm import Session

    app = FastAPI()
    "
  `);
  expect(after(once, [needImport('sqlalchemy', 'Engine', { typeOnly: true })])).toMatchInlineSnapshot(`
    "from __future__ import annotations

    from typing import TYPE_CHECKING, Any

    from fastapi import FastAPI

    if TYPE_CHECKING:
        from sqlalchemy import Engine
        from sqlalchemy.orm import Session

    app = FastAPI()
    "
  `);
});

test('a swap keeps the local name and moves to its new place', () => {
  const text = `import os

from fastapi import FastAPI
from sqlalchemy import Column, create_engine as make_engine
from sqlalchemy.orm import sessionmaker

engine = make_engine(os.environ["DATABASE_URL"])
`;
  const swap = swapImport(
    { module: 'sqlalchemy', name: 'create_engine' },
    { module: 'ferryman', name: 'create_engine' },
  );
  expect(after(text, [swap])).toMatchInlineSnapshot(`
    "import os

    from fastapi import FastAPI
    from ferryman import create_engine as make_engine
    from sqlalchemy import Column
    from sqlalchemy.orm import sessionmaker

    engine = make_engine(os.environ["DATABASE_URL"])
    "
  `);
});

test('a swap changes imports in functions, below conditions and between semicolons where they stand', () => {
  const text = `import os; from sqlalchemy import create_engine
try:
    from sqlalchemy import (
        create_engine as late,
    )
except ImportError:
    late = None


def engine():
    from sqlalchemy import URL, create_engine  # noqa: PLC0415

    return create_engine(URL("sqlite"))
`;
  const swap = swapImport(
    { module: 'sqlalchemy', name: 'create_engine' },
    { module: 'ferryman', name: 'create_engine' },
  );
  expect(after(text, [swap])).toMatchInlineSnapshot(`
    "import os; from ferryman import create_engine
    try:
        from ferryman import (
            create_engine as late,
        )
    except ImportError:
        late = None


    def engine():
        from ferryman import create_engine
        from sqlalchemy import URL  # noqa: PLC0415

        return create_engine(URL("sqlite"))
    "
  `);
});

test('a dropped import stays while anything mentions it', () => {
  const text = `from sqlalchemy.orm import Query, Session, joinedload

__all__ = ["Query"]


def load(db: "Session"):
    return db.query(1).options(joinedload(1))
`;
  const requests = ['Query', 'Session', 'joinedload'].map((name) => dropImport('sqlalchemy.orm', name));
  const at = text.indexOf('.options');
  const edits = [replace({ start: at, end: text.indexOf('\n', at) }, '')];
  const result = plan(text, requests, { edits });
  expect(result.after).toMatchInlineSnapshot(`
    "from sqlalchemy.orm import Query, Session

    __all__ = ["Query"]


    def load(db: "Session"):
        return db.query(1)
    "
  `);
  expect(result.kept).toMatchInlineSnapshot(`
    [
      {
        "module": "sqlalchemy.orm",
        "name": "Query",
        "why": "line 3 names it in a string",
      },
      {
        "module": "sqlalchemy.orm",
        "name": "Session",
        "why": "line 6 names it in a string",
      },
    ]
  `);
});

test('an import leaves with its line, its directive and its block', () => {
  const text = `from typing import TYPE_CHECKING
import os; import requests
import httpx  # noqa: F401
import attrs  # the reason is in the wiki
if TYPE_CHECKING:
    from sqlalchemy.orm import Session
`;
  const requests = [
    dropImport('requests'),
    dropImport('httpx'),
    dropImport('attrs'),
    dropImport('sqlalchemy.orm', 'Session'),
  ];
  expect(after(text, requests)).toMatchInlineSnapshot(`
    "from typing import TYPE_CHECKING
    import os
    # the reason is in the wiki
    if TYPE_CHECKING:
        pass
    "
  `);
});

test('the package face keeps what others may import', () => {
  const result = plan('from .db import engine\n', [dropImport('.db', 'engine')], {}, 'app/__init__.py');
  expect(result.kept).toMatchInlineSnapshot(`
    [
      {
        "module": ".db",
        "name": "engine",
        "why": "the package may be asked for it",
      },
    ]
  `);
});

test('line ends are those of the file', () => {
  expect(after('import os\r\n\r\nx = 1\r\n', [needImport('ferryman', 'wait')])).toBe(
    'import os\r\n\r\nfrom ferryman import wait\r\n\r\nx = 1\r\n',
  );
});

test('each run of imports is sorted by itself; what is new to the file goes behind the last', () => {
  const text = `import sys

sys.path.insert(0, "src")

import library
from library.loans import lend
`;
  const needs = [needImport('json'), needImport('library', 'settings'), needImport('httpx')];
  expect(after(text, needs, { firstParty: new Set(['library']) })).toMatchInlineSnapshot(`
    "import json
    import sys

    sys.path.insert(0, "src")

    import httpx

    import library
    from library import settings
    from library.loans import lend
    "
  `);
});

test('a needed name that is taken gets another one', () => {
  const text = `def wait(seconds):
    return seconds
`;
  expect(after(text, [needImport('ferryman', 'wait')])).toMatchInlineSnapshot(`
    "from ferryman import wait as ferryman_wait


    def wait(seconds):
        return seconds
    "
  `);
});

test('two imports for one name are an error', () => {
  const needs = [needImport('ferryman', 'wait'), needImport('asyncio', 'wait')];
  expect(() => after('', needs)).toThrow('wait was to be imported from both ferryman and asyncio');
});

test('code between crowded imports keeps crowded', () => {
  const text = `import os
LIMIT = 3
`;
  expect(after(text, [needImport('ferryman', 'wait')])).toMatchInlineSnapshot(`
    "import os
    from ferryman import wait
    LIMIT = 3
    "
  `);
});

test('what an edit uses is imported above it, not among later imports', () => {
  const text = `from library import lend

print(lend("Kidnapped"))
import desk

desk.close()
`;
  const edit = replace({ start: text.indexOf('lend("'), end: text.indexOf(')') + 1 }, 'wait(lend("Kidnapped"))');
  expect(plan(text, [needImport('ferryman', 'wait')], { edits: [edit] }).after).toMatchInlineSnapshot(`
    "from ferryman import wait
    from library import lend

    print(wait(lend("Kidnapped")))
    import desk

    desk.close()
    "
  `);
});
