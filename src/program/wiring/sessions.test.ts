import { expect, test } from 'vitest';
import { openProgram } from '../program.ts';
import { smallProject } from '../testing/small-project.ts';
import { noTypes, type Types } from '../values/model.ts';
import { findSessions } from './sessions.ts';

/** What knowledge files say of SQLAlchemy, as far as it matters here. */
const types: Types = {
  ...noTypes,
  returns: (name) =>
    ({
      'sqlalchemy.orm.sessionmaker': 'sqlalchemy.orm.sessionmaker',
      'sqlalchemy.orm.sessionmaker()': 'sqlalchemy.orm.Session',
    })[name],
};

/** The function that makes each session, and what ends it. */
async function ends(source: string): Promise<readonly string[]> {
  const head = `import contextlib
from fastapi import Depends, FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker
engine = create_engine("sqlite://")
SessionLocal = sessionmaker(engine)
app = FastAPI()
`;
  const program = await openProgram(smallProject({ 'main.py': head + source }), { types });
  return findSessions(program.evaluation, program.endpoints).map(({ inside, end }) => `${inside.qualname} ${end}`);
}

test('blocks and close() end a session, in the function or in one inside it', async () => {
  const found = await ends(`
def block():
    with Session(engine) as session:
        session.commit()
def block_of_a_name():
    session = SessionLocal()
    with session:
        session.commit()
def closing():
    with contextlib.closing(SessionLocal()) as session:
        session.commit()
def stack():
    with contextlib.ExitStack() as stack:
        session = stack.enter_context(SessionLocal())
        session.commit()
def finally_():
    session = SessionLocal()
    try:
        yield session
    finally:
        session.close()
def callback(defer):
    session = SessionLocal()
    def done():
        session.close()
    defer(done)
`);
  expect(found).toEqual([
    'block with',
    'block_of_a_name with',
    'closing with',
    'stack with',
    'finally_ closed',
    'callback closed',
  ]);
});

test('a session that stays where it is made is never closed', async () => {
  const found = await ends(`
def first(session):
    return session.query(int).first()
def on_the_spot():
    return SessionLocal().query(int).all()
def lent():
    session = SessionLocal()
    return first(session)
def yielded():
    session = SessionLocal()
    yield session
everywhere = SessionLocal()
`);
  expect(found).toEqual(['<module> never', 'on_the_spot never', 'lent never', 'yielded never']);
});

test('somebody else may end what is given away', async () => {
  const found = await ends(`
import somewhere
class Desk:
    def __init__(self):
        self.session = SessionLocal()
def made():
    return SessionLocal()
def user():
    session = made()
    session.commit()
def kept():
    session = SessionLocal()
    somewhere.keep(session)
def end(session):
    session.close()
def ended():
    session = SessionLocal()
    end(session)
registry = scoped_session(SessionLocal)
def of_the_registry():
    registry().commit()
`);
  expect(found).toEqual([
    'Desk.__init__ handed-on',
    'made handed-on',
    'user never',
    'kept handed-on',
    'ended handed-on',
  ]);
});

test('nobody closes what a dependency returns', async () => {
  const found = await ends(`
def get_session():
    return SessionLocal()
@app.get("/loans")
def loans(session: Session = Depends(get_session)):
    return session.query(int).all()
`);
  expect(found).toEqual(['get_session returned']);
});
