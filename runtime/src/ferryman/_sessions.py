"""`async_session`: native functions await the I/O of a session that is synchronous everywhere else.

The two faces are one session: one identity map, one transaction, the same listeners. A face is made by SQLAlchemy's own
`AsyncSession.__init__`, which is handed the session instead of making one, and is found again through SQLAlchemy's own
registry of faces. That registry refers to both weakly; the face refers to its session, so that neither is kept alive
by the other for longer than somebody uses it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Callable, Protocol, TypeVar, overload

from . import _doubles, _faces, _mode

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession, async_scoped_session
    from sqlalchemy.orm import Session, scoped_session
    from sqlmodel.ext.asyncio.session import AsyncSession as SQLModelAsyncSession

    A = TypeVar("A", bound=AsyncSession)

    class _WithExec(Protocol):
        """A session of SQLModel's, told by what it has: SQLModel may not be installed."""

        @property
        def exec(self) -> Callable[..., Any]: ...


@overload
def async_session(session: A) -> A: ...
@overload
def async_session(session: async_scoped_session[A]) -> A: ...
@overload
def async_session(session: _WithExec) -> SQLModelAsyncSession: ...
@overload
def async_session(session: Session | scoped_session[Any]) -> AsyncSession: ...
def async_session(session: Any) -> Any:
    """The asynchronous face of a synchronous SQLAlchemy session: `await async_session(db).execute(...)`.

    It is an `AsyncSession` (SQLModel's for a session of SQLModel's) whose `sync_session` is the session given, and the
    same one for as long as somebody holds it. Both may be used in turn, in one transaction. A `scoped_session` gives the
    face of its current session; an `AsyncSession` is given back as it is. Where the session's engine is synchronous
    (FERRYMAN=threaded, a driver without an asynchronous sibling) what is awaited is done in a thread. A test's Mock of a
    session has a face, too: what is awaited there is called on the Mock.

    Raises `TypeError` for anything else.
    """
    from sqlalchemy.ext import asyncio as sqlalchemy_asyncio
    from sqlalchemy.orm import Session, scoped_session

    if isinstance(session, sqlalchemy_asyncio.AsyncSession):
        return session
    if _doubles.is_mock(session):
        return _doubles.SessionDouble(session)
    if isinstance(session, scoped_session):
        session = session()
    elif isinstance(session, sqlalchemy_asyncio.async_scoped_session):
        return session()
    if not isinstance(session, Session):
        raise TypeError(
            f"async_session() was given {_doubles.described(session)}; a sqlalchemy.orm.Session (or SQLModel's), a scoped_session "
            "or an AsyncSession is expected."
        )
    face = sqlalchemy_asyncio.async_session(session)
    return _made(session) if face is None else face


def _made(session: Any) -> Any:
    from sqlalchemy.ext.asyncio import AsyncSession

    cls = _face_class(session)
    face = cls.__new__(cls)
    # Not the class's own: that of older SQLModels does not take `sync_session_class`, and makes a session of its own.
    AsyncSession.__init__(face, sync_session_class=lambda **_: session)
    face.sync_session_class = type(session)
    return face


def _face_class(session: Any) -> Any:
    from sqlalchemy.ext.asyncio import AsyncSession

    cls: Any = AsyncSession
    sqlmodel = sys.modules.get("sqlmodel")
    if sqlmodel is not None and isinstance(session, sqlmodel.Session):
        from sqlmodel.ext.asyncio.session import AsyncSession as cls
    return _faces.family(_is_synchronous(session)).of(cls)


def _is_synchronous(session: Any) -> bool:
    """Whether the engines of `session`, as far as they are known, are all synchronous ones."""
    binds = [session.bind, *getattr(session, "_Session__binds", {}).values()]
    known = [bind.dialect.is_async for bind in binds if bind is not None]
    return not any(known) if known else _mode.threaded()
