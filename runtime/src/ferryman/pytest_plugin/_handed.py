"""Synchronous sessions that tests hand to native code which asks for an `AsyncSession`.

A test keeps its own session, whatever becomes of the application's: `wait(lend(session, loan))`, and
`app.dependency_overrides[get_db] = lambda: session`. Where the application says by an annotation that it takes, or that
its dependency gives, an `AsyncSession`, it is handed the asynchronous face of the test's.
"""

from __future__ import annotations

import collections
import contextlib
import ctypes
import functools
import gc
import importlib.util
import inspect
import re
import sys
import types
import typing
from typing import Any, Callable, Iterable

from .. import _doubles, _switch
from .._sessions import async_session


def substitute() -> None:
    """Idempotent. Does nothing where SQLAlchemy is not installed or has no asyncio support."""
    if importlib.util.find_spec("sqlalchemy") is None or importlib.util.find_spec("sqlalchemy.ext.asyncio") is None:
        return
    _switch.before_wait = give_faces
    if importlib.util.find_spec("fastapi") is not None:
        _substitute_overrides()


def give_faces(awaitable: Any) -> None:
    """Exchange the sessions among the arguments of a coroutine that has not started, where it asks for their faces."""
    if type(awaitable) is not types.CoroutineType or inspect.getcoroutinestate(awaitable) != inspect.CORO_CREATED:
        return
    frame = awaitable.cr_frame
    names = _asking(awaitable.cr_code)
    faces = {name: _face(frame.f_locals[name]) for name in names if name in frame.f_locals}
    changed = {name: face for name, face in faces.items() if face is not frame.f_locals[name]}
    if changed:
        frame.f_locals.update(changed)
        if sys.version_info < (3, 13):  # later ones write through: PEP 667
            ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))


def _face(given: Any) -> Any:
    from sqlalchemy.orm import Session, scoped_session

    return async_session(given) if isinstance(given, (Session, scoped_session)) or _doubles.is_mock(given) else given


@functools.lru_cache(maxsize=None)
def _asking(code: types.CodeType) -> tuple[str, ...]:
    """The parameters of the function with this code that are annotated with an asynchronous session."""
    functions = [each for each in gc.get_referrers(code) if isinstance(each, types.FunctionType)]
    if not functions:
        return ()
    annotations = functions[0].__annotations__
    return tuple(
        name for name, annotation in annotations.items() if name != "return" and _is_session(annotation, functions[0])
    )


def _is_session(annotation: Any, function: Any) -> bool:
    from sqlalchemy.ext.asyncio import AsyncSession

    while isinstance(annotation, str):  # quoted below `from __future__ import annotations`: twice
        try:
            annotation = eval(annotation, function.__globals__)  # noqa: S307 - the application's own annotation
        except Exception:  # a name for type checkers alone
            return re.search(r"\bAsyncSession\b", annotation) is not None
    if typing.get_origin(annotation) is not None:
        inner = getattr(annotation, "__origin__", None) if hasattr(annotation, "__metadata__") else None
        given = [inner] if inner is not None else typing.get_args(annotation)[:1]
        return any(_is_session(each, function) for each in given)
    return isinstance(annotation, type) and issubclass(annotation, AsyncSession)


class _Overrides(collections.UserDict):  # type: ignore[type-arg]
    """A view of `dependency_overrides` whose sessions have the face that the dependency they stand for promises."""

    def __init__(self, given: dict[Any, Any]) -> None:
        self.data = given
        self._made: dict[tuple[int, int], Any] = {}

    def get(self, original: Any, default: Any = None) -> Any:
        override = self.data.get(original, default)
        if override is original or override is default or not _gives_session(original):
            return override
        # One and the same for all of a request: FastAPI calls a dependency once for all who ask for it.
        key = (id(original), id(override))
        if key not in self._made:
            self._made[key] = _facing(override)
        return self._made[key]


def _gives_session(dependency: Any) -> bool:
    function = inspect.unwrap(dependency) if callable(dependency) else dependency
    annotation = getattr(function, "__annotations__", {}).get("return")
    return annotation is not None and hasattr(function, "__globals__") and _is_session(annotation, function)


def _facing(override: Callable[..., Any]) -> Callable[..., Any]:
    """`override`, of the same kind, with the faces of the sessions that it gives."""
    called = override if inspect.isroutine(override) else getattr(override, "__call__", override)  # noqa: B004
    if inspect.isgeneratorfunction(called):
        enter = contextlib.contextmanager(override)

        def generates(*args: Any, **kwargs: Any) -> Iterable[Any]:
            with enter(*args, **kwargs) as session:
                yield _face(session)

        return _like(generates, override)
    if inspect.isasyncgenfunction(called):
        enter_async = contextlib.asynccontextmanager(override)

        async def generates_async(*args: Any, **kwargs: Any) -> Any:
            async with enter_async(*args, **kwargs) as session:
                yield _face(session)

        return _like(generates_async, override)
    if inspect.iscoroutinefunction(called):

        async def gives_async(*args: Any, **kwargs: Any) -> Any:
            return _face(await override(*args, **kwargs))

        return _like(gives_async, override)

    def gives(*args: Any, **kwargs: Any) -> Any:
        return _face(override(*args, **kwargs))

    return _like(gives, override)


def _like(wrapper: Callable[..., Any], override: Any) -> Callable[..., Any]:
    """FastAPI asks the signature what to call it with."""
    return functools.update_wrapper(wrapper, override)


def _substitute_overrides() -> None:
    from fastapi import FastAPI

    name = "dependency_overrides"
    if isinstance(vars(FastAPI).get(name), property):
        return

    def read(app: Any) -> Any:
        given = vars(app).get(name)
        # Some tests put None there: FastAPI asks for the truth of it first.
        if isinstance(given, dict):
            given = vars(app)[name] = _Overrides(given)
        return given

    def write(app: Any, given: Any) -> None:
        vars(app)[name] = given

    setattr(FastAPI, name, property(read, write))
