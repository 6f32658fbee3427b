"""`crossing(app)`: one application's requests run in frames, its fit endpoints in place."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any, Iterable

from . import _admission, _engine, _guard, _mode, _native, _programs, _request, _sqlalchemy, _switch, _tasks

_MARK = "_ferryman_crossing"


def crossing(
    app: Any,
    *,
    bridged: Iterable[str] | None = None,
    limit: int | None = None,
    on_cancel: str = "wait",
) -> Any:
    """Put a FastAPI application on the event loop, its handlers unchanged. Returns `app`.

    `bridged` names the endpoints ("module:qualname") whose synchronous calls run on the loop; the others keep FastAPI's
    thread pool, on the same engine. None means all of them. `limit` is how many requests may run synchronous code
    on the loop at once (default: from the connection pool). `on_cancel` says what a cancelled request does to a
    synchronous call in the middle of its I/O: "wait" for it as for a thread, or "interrupt" it once.

    With FERRYMAN=threaded in the environment this changes nothing. Calling it again replaces the settings.
    """
    if on_cancel not in ("wait", "interrupt"):
        raise ValueError(f"on_cancel={on_cancel!r}: expected 'wait' or 'interrupt'")
    if limit is not None and limit < 1:
        raise ValueError(f"limit={limit!r}: at least 1 request must be let in")
    if _mode.threaded():
        return app
    from . import _fastapi

    _fastapi.patch()
    _native.watch()
    _programs.patch_run()
    _sqlalchemy.be_strict()
    fitness = _request.Fitness(None if bridged is None else frozenset(bridged))
    settings = _request.Crossing(fitness, _admission.Admission(limit, _smallest_pool), on_cancel)
    if hasattr(app, _MARK):
        getattr(app, _MARK).replace(settings)
        return app
    setattr(app, _MARK, settings)
    build = app.build_middleware_stack
    # On the instance: this application, and no other. Starlette before 0.24 has built a stack by now, and builds
    # another for every middleware that is added.
    app.build_middleware_stack = lambda: _wrap(settings, build())
    if getattr(app, "middleware_stack", None) is not None:
        app.middleware_stack = _wrap(settings, app.middleware_stack)
    _follow_copies(settings, app.router)
    _guard.start()
    return app


def _follow_copies(settings: _request.Crossing, router: Any) -> None:
    """Look for the endpoint in the scope that reaches the router: middleware may have passed a copy of ours.

    Starlette before 0.31 has no place for this; there such requests stay threaded.
    """
    inner = getattr(router, "middleware_stack", None)
    if inner is None:
        return

    async def routed(scope: Any, receive: Any, send: Any) -> None:
        request = _request.current.get()
        if request is not None and request.crossing is settings:
            request.scope = scope
        await inner(scope, receive, send)

    router.middleware_stack = routed


def _smallest_pool() -> int | None:
    """The capacity of the smallest limited connection pool; None without one."""
    capacities = [getattr(engine.pool, "capacity", None) for engine in list(_engine.engines)]
    return min((capacity for capacity in capacities if capacity is not None), default=None)


#: The messages with which an application begins its answer; from then on it makes room for the next request.
_ANSWERS = ("http.response.start", "websocket.accept", "lifespan.startup.complete")


def _wrap(settings: _request.Crossing, stack: Any) -> Any:
    """The application's ASGI stack, every request of it in a frame."""

    async def driven(scope: Any, receive: Any, send: Any) -> None:
        loop = asyncio._get_running_loop()
        if loop is None:
            _tell_threaded()
            await stack(scope, receive, send)
            return
        _tasks.install(loop)
        request = _request.Request(scope, settings, queues=_request.must_queue())

        async def sent(message: Any) -> None:
            if message["type"] in _ANSWERS:
                request.leave()
            await send(message)

        answer = _answer(stack, request, receive, sent)
        await (answer if _switch.in_frame() else _switch.drive(answer))

    return driven


async def _answer(stack: Any, request: _request.Request, receive: Any, send: Any) -> None:
    before = _request.around()
    _request.enter(request)
    try:
        await stack(request.scope, receive, send)
    finally:
        request.leave()
        for stream in request.streams:
            with contextlib.suppress(RuntimeError):  # still running, in a task that outlives the request
                await stream.aclose()
        if request.sessions.registries:
            await _switch.in_place(request.sessions.close)
        # An ASGI application called in the caller's own task (a test, another application) leaves no trace there.
        _request.leave(before)


def _tell_threaded() -> None:
    global _told
    if not _told:
        _told = True
        logging.getLogger("ferryman").warning(
            "the application runs on something other than asyncio (trio?): its requests stay threaded"
        )


_told = False
