"""Where in the application something happened: the innermost frame that is the application's own."""

from __future__ import annotations

import os
import sys
import sysconfig
import traceback
from functools import lru_cache
from types import FrameType

_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_SWITCH = _HERE + "_switch.py"
#: Frames of a stack that are told; pytest and its plugins alone take seventy.
_DEEPEST = 200
try:
    _START: str | None = os.getcwd()
except OSError:
    _START = None
_LIBRARIES = tuple(
    {os.path.realpath(path) + os.sep for path in sysconfig.get_paths().values() if path}
    | {os.path.dirname(os.path.realpath(os.__file__)) + os.sep}
)


@lru_cache(maxsize=4096)
def is_application(filename: str) -> bool:
    """Whether a file is neither this package's, nor a library's, nor generated code."""
    if filename.startswith("<"):
        return False
    path = os.path.realpath(filename)
    if path.startswith(_HERE) or "site-packages" in path or "dist-packages" in path:
        return False
    return not path.startswith(_LIBRARIES)


def place_of(frame: FrameType | None) -> str:
    """`file:line function` of the innermost application frame at or above `frame`; of `frame` itself if none is."""
    innermost = frame
    while frame is not None:
        if is_application(frame.f_code.co_filename):
            return _text(frame)
        frame = frame.f_back
    return _text(innermost) if innermost is not None else "<unknown>"


def stack_of(frame: FrameType) -> tuple[str, ...]:
    """`file:line function` of `frame` and its callers, innermost first, as far as its greenlet goes."""
    texts: list[str] = []
    caller: FrameType | None = frame
    while caller is not None and len(texts) < _DEEPEST:
        texts.append(_text(caller))
        caller = caller.f_back
    return tuple(texts)


def is_in_place(frame: FrameType) -> bool:
    """Whether `frame` is below a synchronous call that runs on the loop, and not below a task's coroutine."""
    callee, caller = frame, frame.f_back
    while caller is not None and not (caller.f_code.co_filename == _SWITCH and caller.f_code.co_name == "run"):
        callee, caller = caller, caller.f_back
    # A frame runs either of the two: a coroutine through `step`, or the synchronous function itself.
    return caller is not None and not (callee.f_code.co_filename == _SWITCH and callee.f_code.co_name == "step")


def here() -> str:
    """The application's place that led to the calling code, greenlet switches followed."""
    from greenlet import getcurrent

    greenlet = getcurrent()
    frame: FrameType | None = sys._getframe(1)
    while True:
        while frame is not None:
            if is_application(frame.f_code.co_filename):
                return _text(frame)
            frame = frame.f_back
        greenlet = greenlet.parent
        if greenlet is None:
            return "<no application code>"
        frame = greenlet.gr_frame


def stack(thread: int) -> str:
    """The stack of another thread, as text; empty when it is gone."""
    frame = sys._current_frames().get(thread)
    return "" if frame is None else "".join(traceback.format_stack(frame))


def _text(frame: FrameType) -> str:
    code = frame.f_code
    return _line(code.co_filename, frame.f_lineno or code.co_firstlineno, code.co_name)


@lru_cache(maxsize=16384)
def _line(filename: str, number: int, function: str) -> str:
    # Many stacks are kept for long, and most of their lines are the same.
    return f"{_shown(filename)}:{number} {function}"


@lru_cache(maxsize=4096)
def _shown(filename: str) -> str:
    """Relative to the folder the program was started in, if it is below that."""
    try:
        relative = os.path.relpath(filename, _START)
        return filename if filename.startswith("<") or relative.startswith("..") else relative
    except (OSError, ValueError):
        return filename
