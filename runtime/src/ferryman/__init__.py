"""Runs synchronous web applications on the event loop, unchanged, while they are carried to async.

`crossing(app)` puts an application on the loop; `create_engine` gives it a database engine whose I/O is
asynchronous; `wait(awaitable)` is how synchronous code calls what has become asynchronous. Everything here is
scaffolding: it is meant to leave again.
"""

from ._asgi import crossing
from ._connectables import async_connection, async_engine
from ._engine import create_engine, engine_from_config
from ._errors import (
    FerrymanError,
    ImplicitIO,
    LoopBlocked,
    NoAsyncDriver,
    NothingToWaitOn,
    NotSuspendable,
    UnsupportedEngine,
    UnsupportedLoop,
    UnsupportedVersion,
)
from ._guard import guard
from ._iterate import iterate
from ._maybe import maybe_wait
from ._scope import scoped_session
from ._sessions import async_session
from ._switch import wait
from ._threads import to_thread

__version__ = "0.1.0"

__all__ = [
    "FerrymanError",
    "ImplicitIO",
    "LoopBlocked",
    "NoAsyncDriver",
    "NotSuspendable",
    "NothingToWaitOn",
    "UnsupportedEngine",
    "UnsupportedLoop",
    "UnsupportedVersion",
    "async_connection",
    "async_engine",
    "async_session",
    "create_engine",
    "crossing",
    "engine_from_config",
    "guard",
    "iterate",
    "maybe_wait",
    "scoped_session",
    "to_thread",
    "wait",
]
