"""How many requests of an application may run synchronous code on the loop at once.

The pool of 40 threads was a limit, too. Without one, requests that nest checkouts (a session in a dependency,
another in the handler) can each hold a connection and wait for a second one that nobody will return.
"""

from __future__ import annotations

import asyncio
import weakref
from collections import deque
from typing import Callable

#: Without a connection pool to measure by: what the thread pool had.
DEFAULT = 40


def deadlock_free(capacity: int, nesting: int) -> int:
    """The most requests that can never all be waiting, when each holds up to `nesting` of `capacity` connections.

    In the worst case each holds one less than it needs; one connection more and somebody finishes.
    """
    if nesting <= 1:
        return max(1, capacity)
    return max(1, (capacity - 1) // (nesting - 1))


class Admission:
    """The limit of one application; each event loop has a gate of its own.

    `limit` fixes the number; otherwise it follows the smallest connection pool and the deepest nesting seen so far
    (two, until more is seen).
    """

    def __init__(self, limit: int | None, capacity: Callable[[], int | None]) -> None:
        self.limit, self._capacity = limit, capacity
        self.nesting = 2
        self._gates: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Gate] = weakref.WeakKeyDictionary()

    def room(self) -> int:
        """How many requests one loop lets in."""
        if self.limit is not None:
            return self.limit
        capacity = self._capacity()
        return DEFAULT if capacity is None else min(DEFAULT, deadlock_free(capacity, self.nesting))

    def gate(self) -> Gate:
        """The running loop's."""
        loop = asyncio.get_running_loop()
        gate = self._gates.get(loop)
        if gate is None:
            gate = self._gates[loop] = Gate(self)
        return gate


class Gate:
    """Lets requests in on one loop; first come, first served."""

    def __init__(self, admission: Admission) -> None:
        self.admission = admission
        self.inside = 0
        #: The longest queue so far.
        self.longest = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def acquire(self) -> None:
        if self.inside < self.admission.room() and not self._waiting:
            self.inside += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self.longest = max(self.longest, len(self._waiting))
        try:
            await turn
        except BaseException:
            if turn in self._waiting:
                self._waiting.remove(turn)
            elif turn.done() and not turn.cancelled():
                self.inside -= 1  # it was our turn already: pass it on
                self._admit()
            raise

    def release(self, held: int) -> None:
        """A request is done; it held up to `held` connections at once."""
        self.inside -= 1
        self.admission.nesting = max(self.admission.nesting, held)
        self._admit()

    def _admit(self) -> None:
        while self._waiting and self.inside < self.admission.room():
            turn = self._waiting.popleft()
            if not turn.done():
                self.inside += 1
                turn.set_result(None)
