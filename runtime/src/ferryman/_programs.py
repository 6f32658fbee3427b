"""`asyncio.run` and its relatives reached from bridged code: a program inside the program."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import sys
import weakref
from typing import Any, Callable, Coroutine

from . import _switch, _tasks

#: Asynchronous generators started below it, which it must close.
_generators: contextvars.ContextVar[weakref.WeakSet[Any] | None] = contextvars.ContextVar(
    "ferryman_generators", default=None
)


def _follow_generators() -> None:
    """Have the running loop's generators noted in `_generators`, until the loop stops."""
    before = sys.get_asyncgen_hooks().firstiter
    if getattr(before, "ferryman", False):
        return

    def first_iteration(generator: Any) -> None:
        started = _generators.get()
        if started is not None:
            started.add(generator)
        if before is not None:
            before(generator)

    first_iteration.ferryman = True  # type: ignore[attr-defined]
    sys.set_asyncgen_hooks(firstiter=first_iteration)


async def run_as_program(coro: Coroutine[Any, Any, Any], context: contextvars.Context | None = None) -> Any:
    """What `asyncio.run(coro)` means when a loop is running already: a task of its own, and nothing left behind."""
    loop = asyncio.get_running_loop()
    _tasks.install(loop)
    _follow_generators()
    children: list[asyncio.Task[Any]] = []
    generators: weakref.WeakSet[Any] = weakref.WeakSet()
    context = contextvars.copy_context() if context is None else context
    context.run(_tasks.children.set, children)
    context.run(_generators.set, generators)
    try:
        # In a context that is kept for the next run (Runner), not in a copy of it.
        options = {"context": context} if sys.version_info >= (3, 11) else {}
        return await context.run(functools.partial(loop.create_task, **options), coro)
    finally:
        left = [task for task in children if not task.done()]
        for task in left:
            task.cancel()
        if left:
            await asyncio.gather(*left, return_exceptions=True)
        await asyncio.gather(*(generator.aclose() for generator in generators), return_exceptions=True)


_patched = False


def patch_run() -> None:
    """Make `asyncio.run` and its relatives work in bridged code. Outside of frames they are what they were."""
    global _patched
    if _patched:
        return
    _patched = True
    asyncio.run = asyncio.runners.run = _in_frame_or(asyncio.run)  # type: ignore[assignment]
    if hasattr(asyncio, "Runner"):
        asyncio.Runner.run = _runner_in_frame_or(asyncio.Runner.run)  # type: ignore[method-assign]
    _patch_loop(None)
    _tasks.on_install.append(_patch_loop)


def _patch_loop(loop: asyncio.AbstractEventLoop | None) -> None:
    kind: Any = asyncio.BaseEventLoop if loop is None or isinstance(loop, asyncio.BaseEventLoop) else type(loop)
    original = kind.run_until_complete
    if not hasattr(original, "ferryman"):
        kind.run_until_complete = _complete_in_frame_or(original)
        kind.run_until_complete.ferryman = True


def _in_frame_or(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def run(main: Any, **options: Any) -> Any:
        if not _switch.in_frame():
            return original(main, **options)
        return _switch.step(run_as_program(_coroutine(main)))

    return run


def _runner_in_frame_or(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def run(self: Any, coro: Any, *, context: contextvars.Context | None = None) -> Any:
        if not _switch.in_frame():
            return original(self, coro, context=context)
        if context is None:
            context = vars(self).setdefault("_ferryman_context", contextvars.copy_context())
        return _switch.step(run_as_program(_coroutine(coro), context))

    return run


def _coroutine(coro: Any) -> Any:
    if not asyncio.iscoroutine(coro):
        raise ValueError(f"a coroutine was expected, got {coro!r}")
    return coro


def _complete_in_frame_or(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def run_until_complete(self: asyncio.AbstractEventLoop, future: Any) -> Any:
        if not _switch.in_frame():
            return original(self, future)
        if asyncio.iscoroutine(future):
            return _switch.step(run_as_program(future))
        running = asyncio.get_running_loop()
        if not asyncio.isfuture(future) or future.get_loop() is running:
            return _switch.step(future)
        # A future that belongs to another loop can only be run by that loop: in a thread, as it was.
        from ._threads import to_thread

        return _switch.step(to_thread(original, self, future))

    return run_until_complete
