"""`async_session` of a session of SQLModel's."""

import pytest

sqlmodel = pytest.importorskip("sqlmodel")

import sqlalchemy as sa  # noqa: E402
from ferryman import async_session, create_engine, scoped_session  # noqa: E402
from sqlalchemy.orm import Session as PlainSession  # noqa: E402
from sqlalchemy.orm import sessionmaker  # noqa: E402
from sqlmodel.ext.asyncio.session import AsyncSession  # noqa: E402


class Berth(sqlmodel.SQLModel, table=True):
    __tablename__ = "berths"
    id: int = sqlmodel.Field(default=None, primary_key=True)
    quay: str


ordered = sqlmodel.select(Berth).order_by(Berth.id)


@pytest.fixture(params=[create_engine, sa.create_engine], ids=["asynchronous", "synchronous"])
def harbour(tmp_path, request):
    engine = request.param(f"sqlite:///{tmp_path}/harbour.db", connect_args={"check_same_thread": False})
    sqlmodel.SQLModel.metadata.create_all(engine)
    with sqlmodel.Session(engine) as session:
        session.add_all([Berth(quay="north"), Berth(quay="south")])
        session.commit()
    yield engine
    engine.dispose()


@pytest.mark.parametrize("driven", [True, False], ids=["driven", "not driven"])
def test_exec_answers_as_the_sessions_own(on_loop, harbour, driven):
    async def main():
        session = sqlmodel.Session(harbour)
        async with async_session(session) as face:
            assert isinstance(face, AsyncSession) and face.sync_session is session and async_session(session) is face
            assert face.bind is None or face.bind.sync_engine is harbour
            face.add(Berth(quay="east"))
            await face.commit()
            found = (await face.exec(ordered)).all()
            first = (await face.exec(sqlmodel.select(Berth.quay).where(Berth.id == 1))).one()
            return [berth.quay for berth in found], first, (await face.get(Berth, 2)).quay

    assert on_loop(main, driven=driven) == (["north", "south", "east"], "north", "south")


def test_subclasses_registries_and_sessionmakers_have_exec_too(on_loop, harbour):
    class Office(sqlmodel.Session):
        pass

    sessions = scoped_session(sessionmaker(harbour, class_=Office))

    async def main():
        found = (await async_session(sessions).exec(ordered)).first().quay
        await async_session(sessions).close()
        sessions.remove()
        return found

    assert on_loop(main) == "north"


def test_a_plain_session_has_a_plain_face(harbour):
    assert not hasattr(async_session(PlainSession(harbour)), "exec")
