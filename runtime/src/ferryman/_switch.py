"""The only file that touches greenlets.

A *frame* is a greenlet in which code runs that may wait for the event loop without being `async`. Whatever
such code waits for is stepped inside the frame; only bare suspensions (futures, `None`) travel to the
frame's parent, which is the coroutine that a real asyncio task is running. SQLAlchemy recognises a frame as
a provider of its own (`__sqlalchemy_greenlet_provider__`), so its I/O uses the same path.

Two kinds of frame:

- `Frame` runs a whole task's coroutine (`drive`). Cancellation reaches it as it reaches any task.
- `Call` runs one synchronous call (`in_place`). It starts inside the caller's task. At its first suspension it is
  moved to a task of its own, so that cancelling the caller does not tear the call in the middle: the call
  runs to its end, as it did in a thread, and the cancellation is delivered when it returns.
"""

from __future__ import annotations

import asyncio
import contextvars
import sys
from asyncio import CancelledError, Task, current_task
from typing import Any, Awaitable, Callable, Coroutine, Generator, TypeVar

from greenlet import getcurrent, greenlet

from ._errors import NothingToWaitOn

T = TypeVar("T")

#: What cancellation does to a synchronous call: "wait" lets it finish first, "interrupt" raises
#: `CancelledError` once at its next suspension and lets its clean-up finish.
on_cancel: contextvars.ContextVar[str] = contextvars.ContextVar("ferryman_on_cancel", default="wait")

#: Set by `_guard`: called with the kind of crossing ("wait", "implicit-io", "in-place"); None costs nothing.
observe: Callable[[str], None] | None = None

#: Set by strict mode: called instead of doing implicit I/O.
refuse_implicit: Callable[[], None] | None = None


class Frame(greenlet):
    """A greenlet whose parent steps it from a task; SQLAlchemy's `await_only` accepts it."""

    __sqlalchemy_greenlet_provider__ = True
    #: The task that steps the frame.
    task: Task[Any] | None = None
    #: False until a `Call` has a task of its own.
    settled = True

    @property
    def driver(self) -> greenlet | None:
        """The name by which the first releases of SQLAlchemy 1.4 know the parent."""
        return self.parent


class Call(Frame):
    """One synchronous call on the loop."""

    settled = False


class _Suspension:
    """What a stepped coroutine yielded, made awaitable for whichever coroutine is the parent."""

    __slots__ = ("yielded",)

    def __init__(self, yielded: Any) -> None:
        self.yielded = yielded

    def __await__(self) -> Generator[Any, Any, Any]:
        return (yield self.yielded)


#: Asks the parent of a `Call` for a task of its own, before anything is awaited.
_SETTLE = _Suspension(None)


_ANY_TASK = object()


def _provider(current: Any) -> bool:
    """Whether code in `current` may wait for the loop there.

    A task that was started eagerly past our task factory runs its first step in its creator's greenlet. Waiting there
    would suspend the creator, and later answers would go to the wrong one of the two.
    """
    if not getattr(current, "__sqlalchemy_greenlet_provider__", False):
        return False
    owner = getattr(current, "task", _ANY_TASK)
    return owner is _ANY_TASK or owner is current_task()


def in_frame() -> bool:
    """Whether the running code may wait for the loop (in a frame of ours or of SQLAlchemy's)."""
    return _provider(getcurrent())


def leave_frame() -> None:
    """In a forked child: what called us may no longer wait here, for the loop it was on belongs to the parent."""
    getcurrent().__sqlalchemy_greenlet_provider__ = False  # type: ignore[attr-defined]


def step(awaitable: Awaitable[T]) -> T:
    """Run `awaitable` to its end inside the current frame; its suspensions go to the parent."""
    current = getcurrent()
    if not getattr(current, "settled", True):
        current.parent.switch(_SETTLE)
    stepped: Any
    if isinstance(awaitable, (asyncio.Future,)):
        stepped = awaitable.__await__()
    elif hasattr(awaitable, "send"):
        stepped = awaitable
    else:
        stepped = awaitable.__await__()
    send = stepped.send
    throw = getattr(stepped, "throw", None)
    resume, argument = send, None
    while True:
        try:
            yielded = resume(argument)
        except StopIteration as stop:
            return stop.value
        try:
            argument = current.parent.switch(_Suspension(yielded))
            resume = send
        except BaseException as error:
            if throw is None:
                raise
            argument, resume = error, throw


async def drive(coro: Coroutine[Any, Any, T]) -> T:
    """Run `coro` inside a frame, so that synchronous code below it may wait for the loop."""
    caller = getcurrent()
    frame = Frame(step, caller)
    frame.gr_context = caller.gr_context
    frame.task = current_task()
    return await _resume(frame, frame.switch(coro))


async def _resume(frame: Frame, request: Any) -> Any:
    """Await what `frame` asks for and hand it back, until it returns."""
    while not frame.dead:
        try:
            value = await request
        except BaseException:
            # Whoever resumes a frame is its parent now: under eager tasks the first step ran in the
            # creator's greenlet, and a switch to a stale parent would hand it somebody else's result.
            frame.parent = getcurrent()
            request = frame.throw(*sys.exc_info())
        else:
            frame.parent = getcurrent()
            request = frame.switch(value)
    return request


async def in_place(function: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
    """Call a synchronous `function` on the loop, in a copy of the context, as a thread pool would."""
    if observe is not None:
        observe("in-place")
    frame = Call(function, getcurrent())
    frame.gr_context = contextvars.copy_context()
    frame.task = current_task()
    request = frame.switch(*args, **kwargs)
    if frame.dead:
        return request
    return await _shielded(frame, request)


async def _shielded(frame: Call, request: Any) -> Any:
    """Finish a call that has suspended in a task of its own; cancellation of this task waits for it."""
    frame.settled = True
    loop = asyncio.get_running_loop()
    task: Task[Any] = Task(_settled(frame, request), loop=loop)
    interrupt = on_cancel.get() == "interrupt"
    # An interrupt must come through once; only then is the call left alone to clean up.
    scope = None if interrupt else _anyio_shield()
    cancellation: CancelledError | None = None
    try:
        while not task.done():
            waiter = loop.create_future()
            wake = _waker(waiter)
            task.add_done_callback(wake)
            try:
                await waiter
            except CancelledError as error:
                if cancellation is None and interrupt:
                    task.cancel()
                    scope = _anyio_shield()
                cancellation = error
            finally:
                task.remove_done_callback(wake)
    finally:
        if scope is not None:
            scope.__exit__(None, None, None)
    if cancellation is not None:
        if not task.cancelled():
            task.exception()  # retrieved: the cancellation is what the caller sees, as with a thread
        raise cancellation
    return task.result()


async def _settled(frame: Call, request: Any) -> Any:
    frame.task = current_task()
    if request is _SETTLE:
        frame.parent = getcurrent()
        request = frame.switch(None)
    return await _resume(frame, request)


def _waker(waiter: asyncio.Future[None]) -> Callable[[Any], None]:
    def wake(_: Any) -> None:
        if not waiter.done():
            waiter.set_result(None)

    return wake


def _anyio_shield() -> Any:
    """An entered anyio cancel scope that keeps enclosing scopes from cancelling us again and again.

    anyio delivers a cancelled scope's cancellation at every pass of the loop until it lands; its own thread
    pool shields itself the same way. Without anyio in the process nobody could cancel us like that.
    """
    anyio = sys.modules.get("anyio")
    if anyio is None or not hasattr(anyio, "CancelScope"):
        return None
    scope = anyio.CancelScope(shield=True)
    scope.__enter__()
    return scope


def await_(awaitable: Awaitable[T]) -> T:
    """Take the place of SQLAlchemy's `await_only`: the same in a frame, and an answer outside of one."""
    current = getcurrent()
    if not _provider(current):
        from . import _loops

        return _loops.outside(awaitable)
    if isinstance(current, Frame):
        if refuse_implicit is not None:
            _close(awaitable)
            refuse_implicit()
        if observe is not None:
            observe("implicit-io")
        return step(awaitable)
    parent = current.parent
    if isinstance(parent, Frame) and parent.task is not current_task():
        _close(awaitable)
        raise NothingToWaitOn(
            "a task that was started eagerly past the loop's task factory (asyncio.Task(..., eager_start=True)?) uses "
            "SQLAlchemy's asyncio API; start it with asyncio.create_task."
        )
    return parent.switch(awaitable)


def wait(awaitable: Awaitable[T]) -> T:
    """Wait for `awaitable` in synchronous code and return its result.

    In bridged code it is stepped right here, on the running loop. In a thread of the application it is sent to
    the loop that the thread works for; in a script, to a loop kept for such code.
    """
    if _provider(getcurrent()):
        if observe is not None:
            observe("wait")
        return step(awaitable)
    from . import _loops

    return _loops.outside(awaitable)


def _close(awaitable: Any) -> None:
    if asyncio.iscoroutine(awaitable):
        awaitable.close()
