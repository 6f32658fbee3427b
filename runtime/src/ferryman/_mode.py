"""The one environment variable that turns everything off, and its values."""

import os

#: FERRYMAN=threaded: as if this package were not there. FERRYMAN=strict: implicit I/O raises.
VARIABLE = "FERRYMAN"
VALUES = ("bridged", "threaded", "strict")


def mode() -> str:
    """`bridged` (default), `threaded` or `strict`."""
    value = os.environ.get(VARIABLE, "").strip().lower() or "bridged"
    if value not in VALUES:
        raise ValueError(f"{VARIABLE}={value!r}: expected one of {', '.join(VALUES)}")
    return value


def threaded() -> bool:
    return mode() == "threaded"
