"""`async_engine` and `async_connection`: native functions await the I/O of engines and connections.

They are for engines and connections what `async_session` is for sessions: the object stays synchronous everywhere else, its
asynchronous face is SQLAlchemy's own, and I/O is done where `_faces` says.

Another face is three things: the classes that SQLAlchemy has for it, in `_faces._CLASSES`; a function like these, exported
by the package; an entry under `twins` in Ferryman's knowledge of the library, by which functions are rewritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from . import _doubles, _faces

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    E = TypeVar("E", bound=AsyncEngine)
    C = TypeVar("C", bound=AsyncConnection)


@overload
def async_engine(engine: E) -> E: ...
@overload
def async_engine(engine: Engine) -> AsyncEngine: ...
def async_engine(engine: Any) -> Any:
    """The asynchronous face of a synchronous engine: `async with async_engine(engine).begin() as connection:`.

    It is an `AsyncEngine` whose `sync_engine` is the engine given, with the same pool, and the same one for as long as
    somebody holds it. An `AsyncEngine` is given back as it is. Where the engine is synchronous (FERRYMAN=threaded, a
    driver without an asynchronous sibling) what is awaited is done in a thread. A test's Mock of an engine has a face, too.

    Raises `TypeError` for anything else.
    """
    from sqlalchemy.engine import Engine
    from sqlalchemy.ext.asyncio import AsyncEngine

    if isinstance(engine, AsyncEngine):
        return engine
    if _doubles.is_mock(engine):
        return _doubles.EngineDouble(engine)
    if not isinstance(engine, Engine):
        raise TypeError(
            f"async_engine() was given {_doubles.described(engine)}; a sqlalchemy.Engine or an AsyncEngine is expected."
        )
    return _faces.engine_of(engine)


@overload
def async_connection(connection: C) -> C: ...
@overload
def async_connection(connection: Connection) -> AsyncConnection: ...
def async_connection(connection: Any) -> Any:
    """The asynchronous face of an open connection: `await async_connection(connection).execute(...)`.

    It is an `AsyncConnection` whose `sync_connection` is the connection given; both may be used in turn. The rest is as with
    `async_engine`.
    """
    from sqlalchemy.engine import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection

    if isinstance(connection, AsyncConnection):
        return connection
    if _doubles.is_mock(connection):
        return _doubles.ConnectionDouble(connection)
    if not isinstance(connection, Connection):
        raise TypeError(
            f"async_connection() was given {_doubles.described(connection)}; a sqlalchemy.Connection or an AsyncConnection "
            "is expected."
        )
    return _faces.connection_of(connection)
