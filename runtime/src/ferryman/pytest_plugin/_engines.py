"""Engines that tests make themselves: on the asynchronous driver, too, without a change of theirs.

A test that hands its own session to the application (`dependency_overrides`) must hand it one that the loop can use.
The public names of `create_engine` are given ours for the time of the test run. An engine whose driver has no
asynchronous sibling stays what it is; what the tests do with it is as synchronous as before, and said in the header.
"""

from __future__ import annotations

import importlib.util
import sys
from typing import Any, Callable

_NAMES = ("sqlalchemy", "sqlalchemy.engine", "sqlmodel", "sqlalchemy.future")

_kept: list[str] = []


def substitute() -> None:
    """Idempotent. Does nothing where SQLAlchemy is not installed or has no asyncio support."""
    if importlib.util.find_spec("sqlalchemy") is None:
        return
    import sqlalchemy

    from .. import _engine, _sqlalchemy

    if _sqlalchemy.version() < (1, 4):
        return
    original = _engine._original_create_engine(sqlalchemy)
    ours = _ours(original)
    for name in _NAMES:
        if name == "sqlmodel" and importlib.util.find_spec(name) is not None:
            import sqlmodel  # noqa: F401
        module = sys.modules.get(name)
        if module is not None and getattr(module, "create_engine", None) is original:
            module.create_engine = ours  # type: ignore[attr-defined]


def _ours(original: Callable[..., Any]) -> Callable[..., Any]:
    import functools

    from .. import _engine
    from .._errors import NoAsyncDriver, UnsupportedEngine

    @functools.wraps(original)
    def create_engine(url: Any, **options: Any) -> Any:
        try:
            return _engine.create_engine(url, **options)
        except (NoAsyncDriver, UnsupportedEngine) as error:
            _kept.append(str(error))
            return original(url, **options)

    return create_engine


def kept() -> str:
    """What to tell of engines that stayed synchronous; empty when there are none."""
    return f"{len(_kept)} engine(s) of the tests stay synchronous: {_kept[0]}" if _kept else ""
