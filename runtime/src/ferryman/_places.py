"""Where in the application something happened: the innermost frame that is the application's own."""

from __future__ import annotations

import contextlib
import gc
import itertools
import operator
import os
import sys
import sysconfig
import traceback
from functools import lru_cache
from types import CodeType, FrameType
from typing import Optional, Sequence, Tuple

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


#: A line of a stack: the code and the number of the line in it, None where an instruction belongs to none.
Line = Tuple[CodeType, Optional[int]]

_code_and_line = operator.attrgetter("f_code", "f_lineno")


def lines_of(thread: int) -> list[Line]:
    """What a thread is doing, innermost first, as far as its greenlet goes; empty when it is gone.

    The whole walk is one call of C functions, the first of which asks for the thread's frame, and the garbage collector
    stays out of it: where another thread may run in between, in Python or in a finalizer, frames end under the walk,
    which has crashed the interpreter (3.11.2).
    """
    innermost = map(operator.itemgetter(thread), itertools.starmap(sys._current_frames, [()]))
    frames = itertools.accumulate(itertools.chain(innermost, itertools.repeat("f_back", _DEEPEST)), getattr)
    lines: list[Line] = []
    collects = gc.isenabled()
    gc.disable()
    try:
        # It ends where there is no frame to ask; what was read until then stays in the list.
        with contextlib.suppress(AttributeError, KeyError):
            lines.extend(map(_code_and_line, frames))
    finally:
        if collects:
            gc.enable()
    return lines


def place_of(lines: Sequence[Line]) -> str:
    """`file:line function` of the innermost line that is the application's own; of the first one if none is."""
    for code, number in lines:
        if is_application(code.co_filename):
            return _line(code, number)
    return _line(*lines[0]) if lines else "<unknown>"


def stack_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """`file:line function` of each."""
    return tuple(_line(code, number) for code, number in lines)


def is_in_place(lines: Sequence[Line]) -> bool:
    """Whether this is below a synchronous call that runs on the loop, and not below a task's coroutine."""
    # A frame runs either of the two: a coroutine through `step`, or the synchronous function itself.
    functions = [code.co_name if code.co_filename == _SWITCH else "" for code, _ in lines[-2:]]
    return len(functions) == 2 and functions[1] == "run" and functions[0] != "step"


def here() -> str:
    """The application's place that led to the calling code, greenlet switches followed."""
    from greenlet import getcurrent

    greenlet = getcurrent()
    frame: FrameType | None = sys._getframe(1)
    while True:
        while frame is not None:
            if is_application(frame.f_code.co_filename):
                return _line(frame.f_code, frame.f_lineno)
            frame = frame.f_back
        greenlet = greenlet.parent
        if greenlet is None:
            return "<no application code>"
        frame = greenlet.gr_frame


def stack(thread: int) -> str:
    """The stack of another thread, as text; empty when it is gone."""
    frame = sys._current_frames().get(thread)
    return "" if frame is None else "".join(traceback.format_stack(frame))


def _line(code: CodeType, number: int | None) -> str:
    return _told(code.co_filename, number or code.co_firstlineno, code.co_name)


@lru_cache(maxsize=16384)
def _told(filename: str, number: int, function: str) -> str:
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
