"""The only file that touches greenlets.

A *frame* is a greenlet in which code runs that may wait for the event loop without being `async`. Whatever
such code waits for is stepped inside the frame; only bare suspensions (futures, `None`) travel to the
frame's parent, which is the coroutine that a real asyncio task is running. SQLAlchemy recognises a frame as
a provider of its own (`__sqlalchemy_greenlet_provider__`), so its I/O uses the same path.

A frame is used in two ways:

- for a whole task's coroutine (`drive`). Cancellation reaches it as it reaches any task.
- for one synchronous call (`in_place`). It starts inside the caller's task. At its first suspension it is
  moved to a task of its own, so that cancelling the caller does not tear the call in the middle: the call
  runs to its end, as it did in a thread, and the cancellation is delivered when it returns.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import sys
import threading
from asyncio import CancelledError, Task, current_task
from types import CoroutineType
from typing import Any, Awaitable, Callable, Coroutine, Generator, TypeVar

from greenlet import GreenletExit, getcurrent, greenlet

from ._errors import NothingToWaitOn

T = TypeVar("T")

#: What cancellation does to a synchronous call: "wait" lets it finish first, "interrupt" raises
#: `CancelledError` once at its next suspension and lets its clean-up finish.
on_cancel: contextvars.ContextVar[str] = contextvars.ContextVar("ferryman_on_cancel", default="wait")

#: Set by `_guard`: called with the kind of crossing ("wait", "implicit-io", "in-place"); None costs nothing.
observe: Callable[[str], None] | None = None

#: Set by the pytest plugin: called with what `wait` is given, before anything of it runs.
before_wait: Callable[[Any], None] | None = None

#: Set by strict mode: called instead of doing implicit I/O.
refuse_implicit: Callable[[], None] | None = None

#: Set where native code is installed that must not be suspended: raises when such code has called us (`_native`).
refuse_native: Callable[[], None] | None = None


class Frame(greenlet):
    """A greenlet whose parent steps it from a task; SQLAlchemy's `await_only` accepts it.

    It makes one call after another: starting a new greenlet takes ten times as long as switching to one that is there.
    """

    __sqlalchemy_greenlet_provider__ = True
    #: The task that steps the frame.
    task: Task[Any] | None = None
    #: False for a synchronous call that has no task of its own yet.
    settled = True
    #: Code that belongs to no application (a test) may do implicit I/O in strict mode, too.
    exempt = False
    #: How the last call ended.
    result: Any = None
    error: BaseException | None = None

    @property
    def driver(self) -> greenlet | None:
        """The name by which the first releases of SQLAlchemy 1.4 know the parent."""
        return self.parent

    def run(self) -> None:
        while True:
            # The first call, too, is waited for here: what a greenlet is started with it keeps to its end.
            function, args, kwargs = self.parent.switch(_DONE)  # type: ignore[union-attr]
            try:
                self.result = function(*args, **kwargs)
            except GreenletExit:  # collected in the middle of a call
                raise
            except BaseException as error:
                self.error = error
            # Nothing of this call may live on while the frame is idle.
            del function, args, kwargs


class _Idle(threading.local):
    """This thread's frames that have nothing to do."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        #: An idle frame's parent: anything else would be kept alive by it, or make a circle of parents.
        self.root = getcurrent()
        while self.root.parent is not None:
            self.root = self.root.parent


_idle = _Idle()

#: Idle frames that a thread keeps, about 20 kB each.
MOST_IDLE = 128


class _Suspension:
    """What a stepped coroutine yielded, made awaitable for whichever coroutine is the parent."""

    __slots__ = ("yielded",)

    def __init__(self, yielded: Any) -> None:
        self.yielded = yielded

    def __await__(self) -> Generator[Any, Any, Any]:
        return (yield self.yielded)


#: Asks the parent of a synchronous call for a task of its own, before anything is awaited.
_SETTLE = _Suspension(None)

#: Tells the parent that the call is over.
_DONE = _Suspension(None)


_ANY_TASK = object()

#: Whether tasks may be started eagerly here. Where they may not, asking for the current task is slow as well.
_EAGER_TASKS = sys.version_info >= (3, 12)


def _provider(current: Any) -> bool:
    """Whether code in `current` may wait for the loop there.

    A task that was started eagerly past our task factory runs its first step in its creator's greenlet. Waiting there
    would suspend the creator, and later answers would go to the wrong one of the two.
    """
    if not getattr(current, "__sqlalchemy_greenlet_provider__", False):
        return False
    if not _EAGER_TASKS:
        return True
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
    if refuse_native is not None:
        _refuse_native(awaitable)
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


def _refuse_native(awaitable: Any) -> None:
    assert refuse_native is not None
    try:
        refuse_native()
    except BaseException:
        _close(awaitable)
        raise


def _new_frame() -> Frame:
    frame = Frame()
    frame.switch()
    return frame


class Unstarted:
    """A task's coroutine until it is driven. A task that is cancelled first is thrown its cancellation before `drive`
    has begun; the coroutine must not be left behind as one that "was never awaited" then."""

    __slots__ = ("coro",)

    def __init__(self, coro: Coroutine[Any, Any, Any]) -> None:
        self.coro = coro

    def __del__(self) -> None:
        self.coro.close()


async def drive(coro: Coroutine[Any, Any, T] | Unstarted) -> T:
    """Run `coro` inside a frame, so that synchronous code below it may wait for the loop."""
    if type(coro) is Unstarted:
        _, coro = coro, coro.coro  # kept to the end: it closes what it holds when it goes
    caller = getcurrent()
    frame = _idle.frames.pop() if _idle.frames else _new_frame()
    frame.parent = caller
    frame.gr_context = caller.gr_context
    frame.task = current_task()
    frame.settled = True
    request = frame.switch(step, (coro,), _NO_OPTIONS)
    return _end(frame) if request is _DONE else await _resume(frame, request)


_NO_OPTIONS: dict[str, Any] = {}


async def _resume(frame: Frame, request: Any) -> Any:
    """Await what `frame` asks for and hand it back, until its call is over."""
    task = frame.task
    while request is not _DONE and not frame.dead:
        error: BaseException | None = None
        try:
            value = await request
        except BaseException as raised:
            error = raised
        if frame.task is not task:
            return None  # `take_over` has given the frame to another task
        # Whoever resumes a frame is its parent now: under eager tasks the first step ran in the
        # creator's greenlet, and a switch to a stale parent would hand it somebody else's result.
        frame.parent = getcurrent()
        if error is None:
            request = frame.switch(value)
        else:
            request = frame.throw(type(error), error, error.__traceback__)
            error = None
    return _end(frame)


async def take_over(frame: Frame, error: BaseException) -> Any:
    """Raise `error` where `frame` is waiting and finish its call in this task; what it waited for is left alone."""
    frame.task = current_task()
    frame.parent = getcurrent()
    return await _resume(frame, frame.throw(type(error), error, error.__traceback__))


def _end(frame: Frame) -> Any:
    """The outcome of a frame's call. The frame is free for another one."""
    result, error = frame.result, frame.error
    frame.result = frame.error = frame.task = None
    frame.exempt = False
    if not frame.dead and frame.__sqlalchemy_greenlet_provider__ and len(_idle.frames) < MOST_IDLE:
        frame.gr_context = None
        frame.parent = _idle.root
        _idle.frames.append(frame)
    if error is None:
        return result
    try:
        raise error
    finally:
        del error, frame  # the traceback holds these names


async def in_place(function: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
    """Call a synchronous `function` on the loop, in a copy of the context, as a thread pool would."""
    if observe is not None:
        observe("in-place")
    frame = _idle.frames.pop() if _idle.frames else _new_frame()
    frame.parent = getcurrent()
    frame.gr_context = contextvars.copy_context()
    frame.task = current_task()
    frame.settled = False
    request = frame.switch(function, args, kwargs)
    if request is _DONE or frame.dead:
        return _end(frame)  # type: ignore[no-any-return]
    return await _shielded(frame, request)  # type: ignore[no-any-return]


async def _shielded(frame: Frame, request: Any) -> Any:
    """Finish a call that has suspended in a task of its own; cancellation of this task waits for it."""
    frame.settled = True
    loop = asyncio.get_running_loop()
    task: Task[Any] = Task(_settled(frame, request), loop=loop)
    interrupt = on_cancel.get() == "interrupt"
    # An interrupt must come through once; only then is the call left alone to clean up.
    scope = None if interrupt else anyio_shield()
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
                    scope = anyio_shield()
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


async def _settled(frame: Frame, request: Any) -> Any:
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


def anyio_shield() -> Any:
    """An entered anyio cancel scope that keeps enclosing scopes from cancelling us again and again.

    anyio delivers a cancelled scope's cancellation at every pass of the loop until it lands; its own thread
    pool shields itself the same way. Without anyio in the process nobody could cancel us like that.
    """
    anyio = sys.modules.get("anyio")
    if anyio is None or not hasattr(anyio, "CancelScope") or not _in_anyio_scope():
        return None
    scope = anyio.CancelScope(shield=True)
    scope.__enter__()
    return scope


def _in_anyio_scope() -> bool:
    """Whether a cancel scope is around the current task; if anyio's own record cannot be read, one may be.

    Looking is much cheaper than a scope, and most requests are in none.
    """
    backend = sys.modules.get("anyio._backends._asyncio")
    if backend is None:
        return False
    states = getattr(backend, "_task_states", None)
    if states is None:
        return True
    state = states.get(current_task())
    return state is not None and getattr(state, "cancel_scope", True) is not None


def await_(awaitable: Awaitable[T]) -> T:
    """Take the place of SQLAlchemy's `await_only`: the same in a frame, and an answer outside of one."""
    current = getcurrent()
    if not _provider(current):
        from . import _loops

        return _loops.outside(awaitable, _loops.here())
    if isinstance(current, Frame):
        if refuse_implicit is not None and not current.exempt:
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
    the loop that the thread works for; in a script, to a loop kept for such code. Raises `TypeError` for what cannot be
    awaited.
    """
    from . import _loops, _threads

    if before_wait is not None:
        before_wait(awaitable)
    if type(awaitable) is not CoroutineType and not inspect.isawaitable(awaitable):
        raise TypeError(
            f"wait() was given {_shown(awaitable)}, which cannot be awaited: what was called is synchronous here. Call it "
            "without wait(). Where a test has put a stand-in in the place of a native function, make that `async def` or "
            "an AsyncMock."
        )

    in_thread = awaitable if isinstance(awaitable, _threads.ThreadCall) else None
    current = getcurrent()
    if _provider(current):
        if observe is not None:
            observe("wait")
        if getattr(current, "exempt", False):
            return _step_strictly(current, awaitable)
        if in_thread is None:
            return step(awaitable)
        in_thread.lent = True
        return step(in_thread).result()  # type: ignore[no-any-return, attr-defined]
    if in_thread is not None:
        return in_thread.here()
    return _loops.outside(awaitable, _loops.behind() or _loops.side_loop())


def _step_strictly(frame: Any, awaitable: Awaitable[T]) -> T:
    """What a test waits for is the application's."""
    frame.exempt = False
    try:
        return wait(awaitable)
    finally:
        frame.exempt = True


def _shown(value: Any) -> str:
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:57] + '...'} ({type(value).__qualname__})"


def _close(awaitable: Any) -> None:
    if not asyncio.iscoroutine(awaitable):
        return
    frame = getattr(awaitable, "cr_frame", None)
    owner = frame.f_locals.get("self") if frame is not None else None
    awaitable.close()
    if asyncio.iscoroutine(owner):  # the `__aenter__` of what is a coroutine itself (aiosqlite)
        owner.close()
