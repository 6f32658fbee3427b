import { expect, test } from 'vitest';
import { openProgram } from '../program.ts';
import { smallProject } from '../testing/small-project.ts';

test('engines, factories, scoped sessions, URLs and listeners are found with what they are bound to', async () => {
  const program = await openProgram(
    smallProject({
      'ferry/db.py': `
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import scoped_session, sessionmaker
import sqlmodel
engine = sa.create_engine("postgresql+psycopg2://ferry@localhost/ferry", pool_size=5)
lite = sqlmodel.create_engine(url="sqlite://")
loop = create_async_engine("sqlite+aiosqlite://")
Session = scoped_session(sessionmaker(bind=engine))
Scoped = scoped_session(sessionmaker(), scopefunc=lambda: 1)
@event.listens_for(engine, "connect")
def on_connect(connection, record): ...
def on_commit(session): ...
event.listen(Session, "after_commit", on_commit)
def later(settings):
    return sa.engine_from_config(settings)
`,
      'migrations/env.py':
        'from alembic import context\nfrom sqlalchemy import create_engine\nengine = create_engine("sqlite:///ferry.db")\n',
    }),
  );
  const sites = program.databases.map((site) =>
    [
      site.kind,
      site.callee,
      site.boundTo,
      site.url?.drivername,
      site.module.role,
      site.inside.qualname,
      site.hasScopeFunction ? 'scoped by a function' : '',
    ]
      .filter(Boolean)
      .join(' '),
  );
  expect(sites.join('\n')).toMatchInlineSnapshot(`
    "engine sqlalchemy.create_engine engine postgresql+psycopg2 application <module>
    engine sqlmodel.create_engine lite sqlite application <module>
    async-engine sqlalchemy.ext.asyncio.create_async_engine loop sqlite+aiosqlite application <module>
    scoped-session sqlalchemy.orm.scoped_session Session application <module>
    session-factory sqlalchemy.orm.sessionmaker application <module>
    scoped-session sqlalchemy.orm.scoped_session Scoped application <module> scoped by a function
    session-factory sqlalchemy.orm.sessionmaker application <module>
    engine sqlalchemy.engine_from_config application later
    engine sqlalchemy.create_engine engine sqlite alembic <module>"
  `);
  expect(
    program.urls.map((url) => `${url.place.file}:${url.place.line} ${url.value}`).join('\n'),
  ).toMatchInlineSnapshot(`
    "ferry/db.py:7 postgresql+psycopg2://ferry@localhost/ferry
    ferry/db.py:8 sqlite://
    ferry/db.py:9 sqlite+aiosqlite://
    migrations/env.py:3 sqlite:///ferry.db"
  `);
  expect(program.listeners.map((item) => `${item.event} ${item.function.qualname}`).sort()).toEqual([
    'after_commit on_commit',
    'connect on_connect',
  ]);
});
