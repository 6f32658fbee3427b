"""Raw connections that answer like those of the synchronous driver.

Listeners of an engine's `connect` event, and code that takes a raw connection, look at it before they use it:
`isinstance(connection, sqlite3.Connection)`, then `PRAGMA foreign_keys`. SQLAlchemy's adapters are no instances of
anything of the synchronous driver, and the pragma would be left out without a word. So they say that they are: what
they cannot do then fails aloud.

For SQLite they can do all of it. Its adapter has what SQLAlchemy itself needs; `autocommit`, `isolation_level = None`
for savepoints, `create_collation`, `enable_load_extension` and the rest are added here. Everything runs on the
connection's own thread, as aiosqlite's calls do.
"""

from __future__ import annotations

import sqlite3
import sys
from functools import lru_cache
from typing import Any

from . import _loops
from ._switch import await_

#: Connection classes of synchronous drivers, by the driver's name in SQLAlchemy: module and class.
_CLASSES = {
    "pysqlite": ("sqlite3", "Connection"),
    "psycopg2": ("psycopg2.extensions", "connection"),
    "psycopg2cffi": ("psycopg2cffi.extensions", "connection"),
    "psycopg": ("psycopg", "Connection"),
    "pg8000": ("pg8000.dbapi", "Connection"),
    "mysqldb": ("MySQLdb.connections", "Connection"),
    "pymysql": ("pymysql.connections", "Connection"),
    "mysqlconnector": ("mysql.connector.connection", "MySQLConnection"),
    "oracledb": ("oracledb", "Connection"),
    "cx_oracle": ("cx_Oracle", "Connection"),
    "pyodbc": ("pyodbc", "Connection"),
}


def answer_like(engine: Any, driver: str) -> None:
    """Let raw connections that `engine` makes from now on answer like those of the synchronous `driver`."""
    dialect = engine.dialect
    is_sqlite = dialect.name == "sqlite"
    connect = dialect.connect

    def connected(*arguments: Any, **options: Any) -> Any:
        with _loops.known():
            connection = connect(*arguments, **options)
        connection.__class__ = _answering(type(connection), driver, is_sqlite)
        return connection

    dialect.connect = connected
    if dialect.driver not in _ASKS_ITS_OWN:
        # Whoever asks for the driver's own connection calls it synchronously; an asynchronous one would do nothing.
        dialect.get_driver_connection = _itself


#: Dialects of SQLAlchemy that hand the driver's own connection to the driver.
_ASKS_ITS_OWN = frozenset({"psycopg", "psycopg_async"})


def _itself(connection: Any) -> Any:
    return connection


@lru_cache(maxsize=None)
def _answering(adapter: type, driver: str, is_sqlite: bool) -> type:
    """A class derived from SQLAlchemy's adapter, of the same layout, so that an instance can change over."""

    def claimed(self: Any) -> type:
        # `isinstance` asks this after the type; what asks `type(connection)` is found by `ferryman migrate`.
        return _class_of(driver) or type(self)

    def cursor(self: Any, *arguments: Any, **options: Any) -> Any:
        made = adapter.cursor(self, *arguments, **options)  # type: ignore[attr-defined]
        made.__class__ = _chaining(type(made))
        return made

    namespace: dict[str, Any] = {"__slots__": (), "__class__": property(claimed)}
    if driver in _CHAINED:
        namespace["cursor"] = cursor
    if is_sqlite:
        namespace.update({name: value for name, value in vars(_WholeFace).items() if name in _WHOLE})
    return type(adapter.__name__, (adapter,), namespace)


#: Drivers whose `cursor.execute(...)` gives the cursor, so that `.fetchone()` can follow at once.
_CHAINED = frozenset({"pysqlite", "psycopg"})


@lru_cache(maxsize=None)
def _chaining(adapter: Any) -> type:
    def execute(self: Any, *arguments: Any, **options: Any) -> Any:
        adapter.execute(self, *arguments, **options)
        return self

    def executemany(self: Any, *arguments: Any, **options: Any) -> Any:
        adapter.executemany(self, *arguments, **options)
        return self

    namespace = {"__slots__": (), "execute": execute, "executemany": executemany}
    return type(adapter.__name__, (adapter,), namespace)


def _class_of(driver: str) -> type | None:
    """Nobody can ask for a class whose module was never imported."""
    module, name = _CLASSES.get(driver, ("", ""))
    found = getattr(sys.modules.get(module), name, None)
    return found if isinstance(found, type) else None


class _WholeFace:
    """The attributes of `sqlite3.Connection` that the adapter leaves out."""

    _connection: Any
    cursor: Any
    commit: Any
    rollback: Any

    def execute(self, *arguments: Any) -> Any:
        return self.cursor().execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:
        return self.cursor().executemany(*arguments)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not hasattr(sqlite3.Connection, name):
            raise AttributeError(f"'sqlite3.Connection' object has no attribute {name!r}")
        if not callable(getattr(sqlite3.Connection, name)):
            return _on_its_thread(self, getattr, name)

        def method(*arguments: Any, **options: Any) -> Any:
            return _on_its_thread(self, _called, name, arguments, options)

        method.__name__ = name
        return method

    def __setattr__(self, name: str, value: Any) -> None:
        known = getattr(sqlite3.Connection, name, None)
        if name.startswith("_") or known is None or callable(known):
            object.__setattr__(self, name, value)
        else:
            _on_its_thread(self, setattr, name, value)

    @property
    def isolation_level(self) -> Any:
        return _on_its_thread(self, getattr, "isolation_level")

    @isolation_level.setter
    def isolation_level(self, value: Any) -> None:
        _on_its_thread(self, setattr, "isolation_level", value)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, kind: Any, *_: Any) -> bool:
        if kind is None:
            self.commit()
        else:
            self.rollback()
        return False


_WHOLE = frozenset(
    {"execute", "executemany", "__getattr__", "__setattr__", "isolation_level", "__enter__", "__exit__"}
)


def _on_its_thread(connection: Any, act: Any, *arguments: Any) -> Any:
    inner = connection._connection
    result = await_(inner._execute(act, inner._conn, *arguments))
    # A cursor of `executescript` has no rows; the adapter's own can be used here.
    return connection.cursor() if isinstance(result, sqlite3.Cursor) else result


def _called(connection: sqlite3.Connection, name: str, arguments: Any, options: Any) -> Any:
    result = getattr(connection, name)(*arguments, **options)
    return iter(list(result)) if name == "iterdump" else result
