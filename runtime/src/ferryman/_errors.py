"""The errors of this package. Each says what happened and what to do next."""


class FerrymanError(RuntimeError):
    """Base of every error raised by this package."""


class NoAsyncDriver(FerrymanError):
    """The database URL names a driver that has no asynchronous sibling, or its sibling is not installed."""


class UnsupportedEngine(FerrymanError):
    """An engine argument cannot be carried to an asynchronous engine without changing what it means."""


class UnsupportedVersion(FerrymanError):
    """An installed library does not have the shape this package knows how to hook into."""


class UnsupportedLoop(FerrymanError):
    """The program runs on something other than a plain asyncio (or uvloop) event loop."""


class LoopBlocked(FerrymanError):
    """A thread waited for an event loop whose own thread was waiting for it; the watchdog ended the wait."""


class ImplicitIO(FerrymanError):
    """Strict mode: synchronous code did I/O that only the driver made possible."""


class NothingToWaitOn(FerrymanError):
    """`wait()` was called in a place from which no event loop can be reached."""


class NotSuspendable(FerrymanError):
    """Code wanted to wait that was called by native code which must not be suspended."""
