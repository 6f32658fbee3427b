"""A catalogue in two colours: some functions are native, some are not yet, all on one session."""

from __future__ import annotations

from typing import Any, AsyncIterator

import sqlalchemy as sa
from ferryman import async_session, wait

from .library import Book

counted = sa.select(sa.func.count(Book.id))
ordered = sa.select(Book.title).order_by(Book.id)


async def count(db: Any) -> int:
    """Native."""
    return (await async_session(db).execute(counted)).scalar()


async def acquire(db: Any, title: str) -> int:
    """Native; calls synchronous code that is not native yet."""
    db.add(Book(title=title))
    await async_session(db).flush()
    stamp(db, title)
    return await count(db)


def stamp(db: Any, title: str) -> Book:
    """Synchronous: a query and a lazy load."""
    book = db.query(Book).filter(Book.title == title).one()
    book.title = f"{title} ({len(book.loans)} loans)"
    return book


def acquired(db: Any, title: str) -> int:
    """Synchronous; calls native code."""
    return wait(acquire(db, title))


async def titles(db: Any) -> AsyncIterator[str]:
    """A native generator."""
    for (title,) in await async_session(db).execute(ordered):
        await async_session(db).execute(sa.text("select 1"))
        yield title
