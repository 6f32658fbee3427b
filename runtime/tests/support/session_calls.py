"""What is asked of a session through its asynchronous face, and what the session itself answers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ferryman import async_session
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from .library import TITLES, Book

ordered = sa.select(Book.title).order_by(Book.id)

#: What `write` sees.
WRITTEN = [[*TITLES, "Typee", "Omoo"], "Typee", [*TITLES, "Typee, revised", "Omoo"], [*TITLES, "Omoo"]]


async def read(face: Any) -> dict[str, Any]:
    """Everything that reads, each as the synchronous session would answer it."""
    book = await face.get(Book, 1)
    found = {
        "execute": [tuple(row) for row in (await face.execute(ordered)).all()],
        "parameters": (await face.execute(sa.text("select title from books where id = :id"), {"id": 2})).scalar(),
        "scalar": await face.scalar(sa.select(sa.func.count()).select_from(Book)),
        "get": book.title,
        "no such": await face.get(Book, 99),
        "loaded": [loan.reader for loan in await face.run_sync(lambda _: book.loans)],
        "connection": (await (await face.connection()).execute(ordered)).scalars().all(),
        "streamed": [title async for (title,) in await face.stream(ordered)],
    }
    if hasattr(face, "scalars"):
        found["scalars"] = (await face.scalars(ordered)).all()
        found["partitions"] = [title async for title in (await face.stream_scalars(ordered)).yield_per(2)]
    if hasattr(face, "get_one"):
        found["get_one"] = (await face.get_one(Book, 3)).title
    return found


def read_synchronously(session: Any) -> dict[str, Any]:
    book = session.get(Book, 1)
    found = {
        "execute": [tuple(row) for row in session.execute(ordered).all()],
        "parameters": session.execute(sa.text("select title from books where id = :id"), {"id": 2}).scalar(),
        "scalar": session.execute(sa.select(sa.func.count()).select_from(Book)).scalar(),
        "get": book.title,
        "no such": session.get(Book, 99),
        "loaded": [loan.reader for loan in book.loans],
        "connection": session.connection().execute(ordered).scalars().all(),
        "streamed": [title for (title,) in session.execute(ordered)],
    }
    if hasattr(AsyncSession, "scalars"):
        found["scalars"] = session.scalars(ordered).all()
        found["partitions"] = session.scalars(ordered).yield_per(2).all()
    if hasattr(AsyncSession, "get_one"):
        found["get_one"] = session.get_one(Book, 3).title
    return found


async def write(face: Any) -> list[Any]:
    """Everything that writes; what the database holds in between, as another session sees it."""
    seen = []

    async def look() -> None:
        async with async_session(Session(face.sync_session.bind)) as other:
            seen.append((await other.execute(ordered)).scalars().all())

    typee = Book(title="Typee")
    face.add_all([typee, Book(title="Omoo")])
    await face.flush()
    await face.commit()
    await look()
    await face.refresh(typee)
    typee.title = "Typee: A Peep"
    await face.rollback()
    await face.refresh(typee)
    seen.append(typee.title)
    await face.merge(Book(id=typee.id, title="Typee, revised"))
    await face.commit()
    await look()
    await face.delete(await face.get(Book, typee.id))
    await face.commit()
    await look()
    return seen
