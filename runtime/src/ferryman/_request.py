"""What is known of the request that is being answered, for everything below it."""

from __future__ import annotations

import asyncio
import contextvars
from typing import Any

from . import _connections, _loops, _scope, _switch
from ._admission import Admission, Gate


class Fitness:
    """Which endpoints of one application run on the loop, by `module:qualname`."""

    def __init__(self, bridged: frozenset[str] | None) -> None:
        self.bridged = bridged
        self._known: dict[Any, bool] = {}

    def of(self, endpoint: Any) -> bool:
        """None as the set means every endpoint; an endpoint that was not found yet (None) is never fit."""
        if endpoint is None:
            return False
        try:
            return self._known[endpoint]
        except KeyError:
            fit = self._known[endpoint] = self.bridged is None or name_of(endpoint) in self.bridged
            return fit
        except TypeError:  # unhashable callable object
            return self.bridged is None or name_of(endpoint) in self.bridged


def name_of(endpoint: Any) -> str:
    """`module:qualname` of a function, a method, a callable object's class, or what a partial wraps."""
    while hasattr(endpoint, "func"):
        endpoint = endpoint.func
    named = endpoint if hasattr(endpoint, "__qualname__") else type(endpoint)
    return f"{named.__module__}:{named.__qualname__}"


class Crossing:
    """The settings of one application."""

    def __init__(self, fitness: Fitness, admission: Admission, on_cancel: str) -> None:
        self.fitness, self.admission, self.on_cancel = fitness, admission, on_cancel

    def replace(self, other: Crossing) -> None:
        """Take over the settings of `other`; requests under way leave by the gate they came in by."""
        self.fitness, self.admission, self.on_cancel = other.fitness, other.admission, other.on_cancel


class Request:
    """One request (or websocket, or lifespan) of a crossed application."""

    __slots__ = ("_gate", "crossing", "holder", "queues", "scope", "sessions", "streams")

    def __init__(self, scope: Any, crossing: Crossing, queues: bool) -> None:
        self.scope, self.crossing = scope, crossing
        #: Whether it waits for admission before its first synchronous call.
        self.queues = queues
        self.holder = _connections.Holder()
        self.sessions = _scope.Scope()
        #: The response's iterators, to be closed with the request.
        self.streams: list[Any] = []
        self._gate: Gate | None = None

    def in_place(self) -> bool:
        """Whether the synchronous calls of this request's endpoint run on the loop."""
        return self.crossing.fitness.of(self.scope.get("endpoint"))

    @property
    def admitted(self) -> bool:
        """Whether it counts among those inside, or is about to."""
        return self._gate is not None

    async def admit(self) -> None:
        """Wait for admission before the first synchronous call on the loop."""
        if self.queues and self._gate is None:
            gate = self._gate = self.crossing.admission.gate()
            try:
                await gate.acquire()
            except BaseException:
                self._gate = None
                raise

    def leave(self) -> None:
        """Make room for the next request. Called when the response starts and again at the end."""
        gate, self._gate = self._gate, None
        if gate is not None:
            self.queues = False  # what runs after the response began (background tasks) does not queue again
            gate.release(self.holder.most)


current: contextvars.ContextVar[Request | None] = contextvars.ContextVar("ferryman_request", default=None)


def must_queue() -> bool:
    """Whether a request that begins here waits for admission: not when it is part of one that was admitted."""
    outer = current.get()
    return outer is None or (outer.queues and not outer.admitted)


_variables = (current, _loops.home, _connections.holder, _scope.current, _switch.on_cancel)


def around() -> list[tuple[contextvars.ContextVar[Any], Any]]:
    """What the running task's context says now, for `leave`."""
    return [(variable, variable.get()) for variable in _variables]


def leave(before: list[tuple[contextvars.ContextVar[Any], Any]]) -> None:
    """Put the context back. (Tokens would not do: a response may end in another context than it began in.)"""
    for variable, value in before:
        variable.set(value)


def enter(request: Request) -> None:
    """Make `request` the current one in the running task's context."""
    current.set(request)
    _loops.home.set(asyncio.get_running_loop())
    _connections.holder.set(request.holder)
    _scope.current.set(request.sessions)
    _switch.on_cancel.set(request.crossing.on_cancel)
