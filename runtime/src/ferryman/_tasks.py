"""Tasks that run in frames: the task factory of a driven loop."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import weakref
from typing import Any, Callable, Coroutine

from . import _switch
from ._errors import UnsupportedLoop

#: Loops on which the task factory is installed, with what was there before.
driven: dict[asyncio.AbstractEventLoop, Any] = {}

#: Called with every loop that is installed on (`_programs`).
on_install: list[Callable[[asyncio.AbstractEventLoop], None]] = []

#: Threads of loops that do not say themselves in which they run (uvloop).
_threads: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, int] = weakref.WeakKeyDictionary()


def thread_of(loop: asyncio.AbstractEventLoop) -> int | None:
    """The identifier of the thread that runs `loop`, as far as it is known."""
    return getattr(loop, "_thread_id", None) or _threads.get(loop)


#: Tasks started below an `asyncio.run` in place, which it must end as the real one would.
children: contextvars.ContextVar[list[asyncio.Task[Any]] | None] = contextvars.ContextVar(
    "ferryman_children", default=None
)


def install(loop: asyncio.AbstractEventLoop) -> None:
    """Have every task of `loop` run in a frame. Idempotent; keeps a task factory that was there before."""
    if not isinstance(loop, asyncio.AbstractEventLoop):
        raise UnsupportedLoop(f"{type(loop).__name__} is not an asyncio event loop; trio and gevent are not supported")
    current = loop.get_task_factory()
    if getattr(current, "ferryman", False):
        return
    for dead in [known for known in driven if known.is_closed()]:
        del driven[dead]
    for follow in on_install:
        follow(loop)
    loop.set_task_factory(_driven_factory(current))
    driven[loop] = current
    _compose_later_factories(loop)


def uninstall(loop: asyncio.AbstractEventLoop) -> None:
    """Undo `install`."""
    if loop in driven:
        vars(loop).pop("set_task_factory", None)
        loop.set_task_factory(driven.pop(loop))


def _compose_later_factories(loop: asyncio.AbstractEventLoop) -> None:
    """A factory that the application sets later is put inside ours, not in its place.

    With it in our place some tasks would run in frames and some not; eager ones would start in their creator's frame.
    """
    original = loop.set_task_factory

    def set_task_factory(factory: Any) -> None:
        if getattr(factory, "ferryman", False) or (factory is not None and not callable(factory)):
            original(factory)
        else:
            original(_driven_factory(factory))
            driven[loop] = factory

    vars(loop)["set_task_factory"] = set_task_factory


def _driven_factory(inner: Any) -> Callable[..., Any]:
    constructor = _eager_constructor(inner)
    if constructor is not None:

        def driven_task(coro: Coroutine[Any, Any, Any], **options: Any) -> asyncio.Task[Any]:
            return _remember(constructor(_in_frame(coro), **options), options["loop"])

        # The same shape as the eager factory itself: anyio recognises it by its code, and then has to know better.
        factory = asyncio.create_eager_task_factory(driven_task)  # type: ignore[attr-defined]
    else:

        def factory(
            loop: asyncio.AbstractEventLoop, coro: Coroutine[Any, Any, Any], **options: Any
        ) -> asyncio.Task[Any]:
            if inner is None:
                return _remember(asyncio.Task(_in_frame(coro), loop=loop, **options), loop)
            return _remember(inner(loop, _in_frame(coro), **options), loop)

    factory.ferryman = True
    return factory


def _eager_constructor(factory: Any) -> Any:
    """The task constructor inside `asyncio.eager_task_factory` and its like (Python 3.12); None for other factories."""
    eager = getattr(asyncio, "eager_task_factory", None)
    if eager is None or getattr(factory, "__code__", None) is not eager.__code__:
        return None
    return factory.__closure__[0].cell_contents


def _in_frame(coro: Any) -> Any:
    return named_after(coro) if asyncio.iscoroutine(coro) else coro


def _remember(task: asyncio.Task[Any], loop: asyncio.AbstractEventLoop) -> asyncio.Task[Any]:
    # Tasks are made in the loop's own thread, the first one before the loop runs.
    if not hasattr(loop, "_thread_id"):
        _threads[loop] = threading.get_ident()
    started = children.get()
    if started is not None:
        started.append(task)
    return task


def named_after(coro: Coroutine[Any, Any, Any]) -> Coroutine[Any, Any, Any]:
    """`drive(coro)`, under the name of `coro`: task listings and debuggers show what they showed."""
    driven = _switch.drive(_switch.Unstarted(coro))
    try:
        driven.__name__, driven.__qualname__ = coro.__name__, coro.__qualname__
    except AttributeError:  # another implementation of coroutines
        pass
    return driven
