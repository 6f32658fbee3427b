"""`create_engine` and `engine_from_config`: SQLAlchemy's own, on an asynchronous driver, with a synchronous face.

What they return is a real `Engine`. Sessions, `sessionmaker`, `.query()`, lazy loads, listeners and unit-of-work
classes use it as they used the old one. I/O reaches the asynchronous driver through `_switch.await_`.
"""

from __future__ import annotations

import weakref
from typing import Any

from . import _connections, _driver_errors, _guard, _mode, _native, _raw_connections, _sqlalchemy, _urls
from ._errors import UnsupportedEngine

#: Arguments that hand SQLAlchemy a ready-made piece of the synchronous driver.
_REFUSED = {
    "creator": "its connections are synchronous",
    "module": "it is a synchronous driver",
    "pool": "it is a ready-made pool of synchronous connections",
    "strategy": "mock engines never connect",
}

#: Every engine made here, to size admission and to count what goes through them.
engines: weakref.WeakSet[Any] = weakref.WeakSet()


def create_engine(url: Any, **options: Any) -> Any:
    """Like `sqlalchemy.create_engine`; database I/O happens on the event loop of whoever asks for it.

    Raises `NoAsyncDriver` when the URL's driver has no (installed) asynchronous sibling, and `UnsupportedEngine`
    for arguments that cannot be carried over. With FERRYMAN=threaded it is `sqlalchemy.create_engine`.
    """
    import sqlalchemy

    original = _original_create_engine(sqlalchemy)
    if _mode.threaded():
        return original(url, **options)
    for name, why in _REFUSED.items():
        if options.get(name) is not None:
            raise UnsupportedEngine(
                f"create_engine({name}=...) cannot be carried: {why}. Keep sqlalchemy.create_engine for this engine."
            )
    version = _sqlalchemy.version()
    _sqlalchemy.hook()
    _sqlalchemy.be_strict()
    given = sqlalchemy.engine.make_url(url)
    before = given.get_driver_name()
    carried, arguments = _urls.arguments(_urls.asynchronous(given, version), before)
    if arguments:
        options["connect_args"] = {**arguments, **(options.get("connect_args") or {})}
    if version >= (2, 0):
        options["_is_async"] = True
        options.setdefault("poolclass", None)
    dialect = carried.get_dialect()
    async_dialect = dialect.get_async_dialect_cls(carried) if hasattr(dialect, "get_async_dialect_cls") else dialect
    options["poolclass"] = _pool_class(options.get("poolclass"), async_dialect, carried)
    engine = original(carried, **options)
    # What the application reads from its engine (to make another one, for Alembic, in a test) is what it gave.
    engine.url = given
    _sqlalchemy.hook()  # the dialect's modules have been imported by now
    _native.watch()
    _guard.start()
    _guard.count_statements()
    sqlite_daemon_threads(engine)
    _raw_connections.answer_like(engine, before)
    _driver_errors.speak_like(engine, before)
    _connections.follow(engine)
    engines.add(engine)
    return engine


def engine_from_config(configuration: dict[str, Any], prefix: str = "sqlalchemy.", **options: Any) -> Any:
    """Like `sqlalchemy.engine_from_config`, through this module's `create_engine`."""
    from sqlalchemy.engine import create

    values = {key[len(prefix) :]: value for key, value in configuration.items() if key.startswith(prefix)}
    values["_coerce_config"] = True
    values.update(options)
    url = values.pop("url")
    if _mode.threaded():
        return create.create_engine(url, **values)
    return create_engine(url, **values)


def _original_create_engine(sqlalchemy: Any) -> Any:
    """SQLAlchemy's function, also when the pytest plugin has put ours under its public names."""
    from sqlalchemy.engine import create

    return create.create_engine


def _pool_class(given: Any, dialect: Any, url: Any) -> Any:
    """The pool that means for the asynchronous engine what `given` (or the default) meant for the other."""
    from sqlalchemy import pool

    from ._pool import LoopPool

    chosen = given if given is not None else dialect.get_pool_class(url)
    if chosen in (pool.QueuePool, pool.AsyncAdaptedQueuePool, LoopPool):
        return LoopPool
    if chosen is pool.SingletonThreadPool:
        # One connection a thread: for an in-memory database the loop's one thread has one connection.
        return pool.StaticPool if _in_memory(url) else pool.NullPool
    if chosen is pool.StaticPool and not url.drivername.startswith("sqlite"):
        raise UnsupportedEngine("StaticPool shares one connection between loops, which only SQLite's driver survives")
    if chosen in (pool.NullPool, pool.StaticPool, pool.AssertionPool):
        return chosen
    name = getattr(chosen, "__name__", str(chosen))
    raise UnsupportedEngine(f"poolclass={name} is not known to be usable on an event loop; use QueuePool or NullPool.")


def _in_memory(url: Any) -> bool:
    return url.drivername.startswith("sqlite") and url.database in (None, "", ":memory:")


def sqlite_daemon_threads(engine: Any) -> None:
    """Keep aiosqlite's worker threads from holding a finished process open (SQLAlchemy 1.4 with newer aiosqlite)."""
    module = getattr(engine.dialect.dbapi, "aiosqlite", None)
    if module is None or isinstance(module, _DaemonThreads):
        return
    engine.dialect.dbapi.aiosqlite = _DaemonThreads(module)


class _DaemonThreads:
    """aiosqlite with a `connect` whose worker threads neither outlive the program nor their engine.

    A synchronous connection that nobody refers to any more is closed by the garbage collector; one of aiosqlite's is
    kept alive by its own thread. Pools and connections refer to this object through their dialect: when it goes,
    nobody can use its connections.
    """

    def __init__(self, module: Any) -> None:
        self._module = module
        self._opened: weakref.WeakSet[Any] = weakref.WeakSet()
        weakref.finalize(self, _end_threads, self._opened).atexit = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def connect(self, *args: Any, **options: Any) -> Any:
        connection = self._module.connect(*args, **options)
        thread = getattr(connection, "_thread", connection)
        if hasattr(thread, "daemon"):
            thread.daemon = True
        self._opened.add(connection)
        return connection


def _end_threads(opened: weakref.WeakSet[Any]) -> None:
    for connection in list(opened):
        # Up to aiosqlite 0.21 the thread looks at this ten times a second; later ones end with their connection.
        if hasattr(connection, "_running"):
            connection._running = False
