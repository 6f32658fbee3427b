"""From a synchronous database URL to its asynchronous sibling."""

from __future__ import annotations

import importlib.util
import os
from typing import Any

from . import _like_psycopg2
from ._errors import NoAsyncDriver

#: Synchronous drivername -> asynchronous siblings: (drivername, module that must be importable), best first.
#: psycopg comes before asyncpg because it takes the same URLs, parameters and types as psycopg2 did.
SIBLINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "sqlite": (("sqlite+aiosqlite", "aiosqlite"),),
    "postgresql": (("postgresql+psycopg", "psycopg"), ("postgresql+asyncpg", "asyncpg")),
    "mysql": (("mysql+asyncmy", "asyncmy"), ("mysql+aiomysql", "aiomysql")),
    "mariadb": (("mariadb+asyncmy", "asyncmy"), ("mariadb+aiomysql", "aiomysql")),
    "mssql": (("mssql+aioodbc", "aioodbc"),),
    "oracle": (("oracle+oracledb", "oracledb"),),
}

#: Drivernames that are asynchronous already, or serve both colours.
ASYNC = {
    "aiosqlite", "asyncpg", "psycopg", "psycopg_async", "asyncmy", "aiomysql", "aioodbc", "oracledb", "oracledb_async"
}  # fmt: skip

#: Synchronous drivers that carry something their sibling does not have.
REFUSED = {"pysqlcipher": "encrypted SQLite has no asynchronous driver"}


def asynchronous(url: Any, version: tuple[int, int]) -> Any:
    """`url` (a SQLAlchemy URL) with the asynchronous driver's name and that driver's spelling of its query."""
    backend, _, driver = url.drivername.partition("+")
    if backend == "postgres":
        raise NoAsyncDriver("the URL scheme 'postgres://' is not known to SQLAlchemy; write 'postgresql://'")
    if driver in REFUSED:
        raise NoAsyncDriver(f"{url.drivername}: {REFUSED[driver]}; set FERRYMAN=threaded to keep the threads.")
    if driver in ASYNC:
        return _query_of(url, driver, driver)
    candidates = _candidates(backend, version)
    if not candidates:
        raise NoAsyncDriver(
            f"no asynchronous driver is known for {url.drivername!r}; set FERRYMAN=threaded to keep the threads."
        )
    for name, module in candidates:
        if importlib.util.find_spec(module) is not None:
            return _query_of(url.set(drivername=name), name.partition("+")[2], driver)
    wanted = " or ".join(module for _, module in candidates)
    raise NoAsyncDriver(f"{url.drivername!r} needs {wanted} on the event loop: pip install {candidates[0][1]}")


def _candidates(backend: str, version: tuple[int, int]) -> tuple[tuple[str, str], ...]:
    known = SIBLINGS.get(backend, ())
    if version < (2, 0):
        known = tuple(pair for pair in known if pair[1] not in ("psycopg", "aioodbc", "oracledb"))
    preferred = os.environ.get("FERRYMAN_DRIVER")
    if preferred:
        known = tuple(sorted(known, key=lambda pair: pair[1] != preferred))
    return known


#: libpq's parameters that asyncpg spells differently.
_ASYNCPG = {"sslmode": "ssl", "connect_timeout": "timeout"}
_ASYNCPG_SETTINGS = ("application_name", "options")


def _query_of(url: Any, driver: str, before: str) -> Any:
    """Carry the URL's query over; what the new driver cannot express is an error, never dropped."""
    if driver != "asyncpg" or before == "asyncpg" or not url.query:
        return url
    query = dict(url.query)
    for old, new in _ASYNCPG.items():
        if old in query:
            query[new] = query.pop(old)
    lost = [name for name in _ASYNCPG_SETTINGS if name in query]
    if lost:
        raise NoAsyncDriver(
            f"asyncpg does not take {', '.join(lost)} in the URL; pass "
            "connect_args={'server_settings': {...}}, or install psycopg, which takes the URL as it is."
        )
    return url.set(query=query)


#: What asyncpg wants as numbers; a URL can only carry text.
_ASYNCPG_NUMBERS = {"timeout": float, "command_timeout": float, "statement_cache_size": int}


def arguments(url: Any, before: str) -> tuple[Any, dict[str, Any]]:
    """`url` without what its driver does not take from a URL, and `connect_args` that make it act like `before`."""
    if before in ("psycopg2", "psycopg2cffi") and url.drivername.endswith("+psycopg"):
        return url, _like_psycopg2.arguments()
    return _numbers(url)


def _numbers(url: Any) -> tuple[Any, dict[str, Any]]:
    """`url` without the arguments that its driver takes as numbers only, and those as `connect_args`."""
    if not url.drivername.endswith("+asyncpg"):
        return url, {}
    found = {name: kind(url.query[name]) for name, kind in _ASYNCPG_NUMBERS.items() if name in url.query}
    # libpq's connect_timeout=0 means: wait as long as it takes.
    numbers = {name: None if name == "timeout" and value == 0 else value for name, value in found.items()}
    return url.difference_update_query(list(found)), numbers
