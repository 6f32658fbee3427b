"""Which event loop does the I/O of which code.

- Code in a frame: the loop that is running it.
- A thread that works for a request (its context names a *home loop*): that loop.
- Everything else (import time, scripts, CLI commands, threads of the application's own): the *side loop*, one
  daemon thread that does nothing but this. It never runs the application's code, so waiting for it cannot deadlock,
  whatever the waiting thread holds up.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import itertools
import os
import sys
import threading
import weakref
from concurrent.futures import CancelledError as FutureCancelled
from typing import Any, Awaitable, Callable, Coroutine

from . import _switch
from ._errors import LoopBlocked, NothingToWaitOn, UnsupportedLoop

#: The loop that threads started by this context work for; set for every request.
home: contextvars.ContextVar[asyncio.AbstractEventLoop | None] = contextvars.ContextVar("ferryman_home", default=None)

#: Loops on which the task factory is installed, with what was there before.
_driven: dict[asyncio.AbstractEventLoop, Any] = {}


#: Threads of loops that do not say themselves in which they run (uvloop).
_threads: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, int] = weakref.WeakKeyDictionary()


def thread_of(loop: asyncio.AbstractEventLoop) -> int | None:
    """The identifier of the thread that runs `loop`, as far as it is known."""
    return getattr(loop, "_thread_id", None) or _threads.get(loop)


class ThreadWait:
    """A thread that is waiting for a loop, as the watchdog sees it."""

    __slots__ = ("broken", "loop", "thread")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop, self.thread = loop, threading.get_ident()
        #: Why the wait must end, once the watchdog has decided that it must.
        self.broken: str | None = None


#: Every thread-side wait under way, for the watchdog.
waits: dict[int, ThreadWait] = {}
_tickets = itertools.count()


def here() -> asyncio.AbstractEventLoop:
    """The loop that does the I/O of the calling code."""
    if _switch.in_frame():
        return asyncio.get_running_loop()
    if asyncio._get_running_loop() is None:
        loop = home.get()
        if loop is not None and loop.is_running():
            return loop
    return side_loop()


def outside(awaitable: Awaitable[Any]) -> Any:
    """Do the I/O of code that is not in a frame: send it to `here()` and block this thread until it is done.

    Blocking is what synchronous I/O did in the same place, also on a loop that nobody drives.
    """
    if _switch.refuse_implicit is not None and asyncio._get_running_loop() is not None:
        _switch._close(awaitable)
        _switch.refuse_implicit()
    return ship(awaitable, here())


def ship(awaitable: Awaitable[Any], loop: asyncio.AbstractEventLoop) -> Any:
    """Run `awaitable` on `loop`, which runs in another thread, and wait for its result."""
    if asyncio._get_running_loop() is loop:
        _switch._close(awaitable)
        raise NothingToWaitOn(
            "synchronous code on the event loop's own thread waits for that same loop, outside of a task that "
            "Ferryman drives (a loop callback, a signal handler?). Do this work in a task, or with asyncio.to_thread."
        )
    shipment = _Shipment(awaitable if asyncio.iscoroutine(awaitable) else _awaited(awaitable), loop)
    ticket = next(_tickets)
    waiting = waits[ticket] = ThreadWait(loop)
    try:
        loop.call_soon_threadsafe(shipment.start)
        while not shipment.arrived.acquire(timeout=1.0):
            if waiting.broken is not None:
                raise LoopBlocked(waiting.broken)
            if loop.is_closed():
                raise NothingToWaitOn("the event loop was closed while a thread was waiting for it")
    except BaseException:
        shipment.give_up()
        raise
    finally:
        waits.pop(ticket, None)
    return shipment.result()


class _Shipment:
    """A coroutine on its way to another thread's loop: `run_coroutine_threadsafe` with half of its parts."""

    __slots__ = ("arrived", "coro", "error", "given_up", "loop", "task")

    def __init__(self, coro: Coroutine[Any, Any, Any], loop: asyncio.AbstractEventLoop) -> None:
        self.coro, self.loop = coro, loop
        self.task: asyncio.Task[Any] | None = None
        self.error: BaseException | None = None
        self.given_up = False
        #: Held until the coroutine has ended.
        self.arrived = threading.Lock()
        self.arrived.acquire()

    def start(self) -> None:
        """Runs on the loop, in a copy of the waiting thread's context."""
        if self.given_up:
            self.coro.close()
            return
        try:
            self.task = self.loop.create_task(self.coro)
            self.task.add_done_callback(self._end)
        except BaseException as error:  # the application's task factory
            self.error = error
            self.arrived.release()
            raise

    def _end(self, _: Any) -> None:
        self.coro.close()  # cancelled before its first step, it would never have been awaited
        self.arrived.release()

    def give_up(self) -> None:
        """Nobody waits any more: end it, wherever it is."""
        self.given_up = True
        try:
            self.loop.call_soon_threadsafe(self._cancel)
        except RuntimeError:  # the loop is closed
            self.coro.close()

    def _cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def result(self) -> Any:
        if self.task is None:
            assert self.error is not None
            raise self.error
        if self.task.cancelled():
            raise FutureCancelled()
        return self.task.result()


async def _awaited(awaitable: Awaitable[Any]) -> Any:
    return await awaitable


_side_lock = threading.Lock()
_side: asyncio.AbstractEventLoop | None = None


def side_loop() -> asyncio.AbstractEventLoop:
    """The loop for code that has none, started at its first use."""
    global _side
    loop = _side
    if loop is None or loop.is_closed():
        with _side_lock:
            loop = _side
            if loop is None or loop.is_closed():
                loop = asyncio.SelectorEventLoop() if os.name == "nt" else asyncio.new_event_loop()
                install(loop)
                threading.Thread(target=_serve, args=(loop,), name="ferryman side loop", daemon=True).start()
                _side = loop
    return loop


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()


def _after_fork() -> None:
    """In a forked child: the parent's loops and threads do not exist here."""
    global _side, _side_lock
    _side, _side_lock = None, threading.Lock()
    waits.clear()
    _driven.clear()
    home.set(None)
    asyncio._set_running_loop(None)
    _switch.leave_frame()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def install(loop: asyncio.AbstractEventLoop) -> None:
    """Have every task of `loop` run in a frame. Idempotent; keeps a task factory that was there before."""
    if not isinstance(loop, asyncio.AbstractEventLoop):
        raise UnsupportedLoop(f"{type(loop).__name__} is not an asyncio event loop; trio and gevent are not supported")
    current = loop.get_task_factory()
    if getattr(current, "ferryman", False):
        return
    for dead in [known for known in _driven if known.is_closed()]:
        del _driven[dead]
    if _patched:
        _patch_loops(asyncio.BaseEventLoop if isinstance(loop, asyncio.BaseEventLoop) else type(loop))
    loop.set_task_factory(_driven_factory(current))
    _driven[loop] = current
    _compose_later_factories(loop)


def uninstall(loop: asyncio.AbstractEventLoop) -> None:
    """Undo `install`."""
    if loop in _driven:
        vars(loop).pop("set_task_factory", None)
        loop.set_task_factory(_driven.pop(loop))


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
            _driven[loop] = factory

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
    children = _children.get()
    if children is not None:
        children.append(task)
    return task


def named_after(coro: Coroutine[Any, Any, Any]) -> Coroutine[Any, Any, Any]:
    """`drive(coro)`, under the name of `coro`: task listings and debuggers show what they showed."""
    driven = _switch.drive(_switch.Unstarted(coro))
    try:
        driven.__name__, driven.__qualname__ = coro.__name__, coro.__qualname__
    except AttributeError:  # another implementation of coroutines
        pass
    return driven


#: Tasks started below an `asyncio.run` in place, which it must end as the real one would.
_children: contextvars.ContextVar[list[asyncio.Task[Any]] | None] = contextvars.ContextVar(
    "ferryman_children", default=None
)

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
    install(loop)
    _follow_generators()
    children: list[asyncio.Task[Any]] = []
    generators: weakref.WeakSet[Any] = weakref.WeakSet()
    context = contextvars.copy_context() if context is None else context
    context.run(_children.set, children)
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
    _patch_loops(asyncio.BaseEventLoop)


def _patch_loops(kind: Any) -> None:
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
