"""`async_session` of what a test hands out in the place of a session."""

from unittest import mock

import pytest
from ferryman import async_session, wait
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session


async def lend(db, title, reader):
    """Native."""
    face = async_session(db)
    book = (await face.execute(f"find {title}")).scalars().first()
    if book is None:
        raise LookupError(title)
    async with face.begin_nested():
        face.add((book, reader))
    await face.commit()
    await face.refresh(book)
    return book


@pytest.mark.parametrize(
    "db",
    [mock.MagicMock(), mock.MagicMock(spec=Session), mock.create_autospec(Session, instance=True)],
    ids=["plain", "with a spec", "autospec"],
)
def test_what_is_awaited_is_called_on_the_mock(db):
    result = mock.MagicMock()
    result.scalars.return_value.first.return_value = "Typee"
    db.execute.return_value = result
    if not isinstance(db.begin_nested.return_value, mock.MagicMock):
        db.begin_nested.return_value = mock.MagicMock()
    assert wait(lend(db, "Typee", "Fayaway")) == "Typee"
    db.execute.assert_called_once_with("find Typee")
    db.add.assert_called_once_with(("Typee", "Fayaway"))
    db.commit.assert_called_once_with()
    db.refresh.assert_called_once_with("Typee")
    db.begin_nested.return_value.__exit__.assert_called_once_with(None, None, None)
    assert async_session(db) == async_session(db) and async_session(db).sync_session is db


def test_the_mocks_errors_come_out():
    db = mock.MagicMock()
    db.execute.return_value.scalars.return_value.first.return_value = None
    with pytest.raises(LookupError):
        wait(lend(db, "Typee", "Fayaway"))
    db.execute.side_effect = ZeroDivisionError
    with pytest.raises(ZeroDivisionError):
        wait(lend(db, "Typee", "Fayaway"))
    db.commit.assert_not_called()


def test_sessions_that_are_context_managers():
    db = mock.MagicMock()
    db.__enter__.return_value.scalar.return_value = 3

    async def count():
        async with async_session(db) as face:
            transaction = await face.begin()
            await transaction.rollback()
            return await face.scalar("count"), await face.run_sync(lambda session: session.scalar("count"))

    assert wait(count()) == (3, 3)
    db.__exit__.assert_called_once_with(None, None, None)
    db.__enter__.return_value.begin.return_value.rollback.assert_called_once_with()


def test_mocks_that_are_asynchronous_already():
    face = mock.AsyncMock(spec=AsyncSession)
    assert async_session(face) is face
    db = mock.AsyncMock()
    db.scalar.return_value = 3

    async def count():
        return await async_session(db).scalar("count")

    assert wait(count()) == 3


def test_a_stand_in_that_is_no_mock_says_what_it_should_be():
    class Shelf:
        def execute(self, statement):
            return []

    with pytest.raises(TypeError, match=r"given an object of \S+Shelf; a sqlalchemy.orm.Session"):
        async_session(Shelf())
