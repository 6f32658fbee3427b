"""Where in the application something happened: the innermost frame that is the application's own."""

from __future__ import annotations

import faulthandler
import os
import re
import sys
import sysconfig
import tempfile
import threading
from functools import lru_cache
from types import FrameType
from typing import Sequence, Tuple

_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_SWITCH = _HERE + "_switch.py"
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


#: A line of a stack: file, number of the line in it, function.
Line = Tuple[str, int, str]

#: faulthandler's words for a thread and for a line of its stack.
_THREAD = re.compile(r"(?:Current thread|Thread) 0x([0-9a-f]+)")
_LINE = re.compile(r'  File "(.*)", line (\d+) in (.*)')
#: faulthandler tells no more lines of a stack.
_MOST_LINES = 100


class _Snapshot:
    """What every thread is doing, as faulthandler writes it.

    It is one call in C that makes no objects: frames of another thread as Python objects (`sys._current_frames`,
    `f_back`) end under whoever walks them while that thread goes on, which has crashed the interpreter (3.11.2).
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """In a forked child: the parent writes to the same file."""
        self._lock = threading.Lock()
        self._descriptor: int | None = None

    def read(self) -> str:
        with self._lock:
            if self._descriptor is None:
                self._descriptor = _unnamed_file()
            descriptor = self._descriptor
            os.lseek(descriptor, 0, os.SEEK_SET)
            faulthandler.dump_traceback(file=descriptor, all_threads=True)
            size = os.lseek(descriptor, 0, os.SEEK_CUR)
            os.lseek(descriptor, 0, os.SEEK_SET)
            return os.read(descriptor, size).decode("ascii", "replace")


def _unnamed_file() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("ferryman")
    descriptor, name = tempfile.mkstemp(prefix="ferryman-")
    os.unlink(name)
    return descriptor


_snapshot = _Snapshot()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_snapshot.forget)


def lines_of(thread: int) -> list[Line]:
    """What a thread is doing, innermost first, as far as its greenlet goes; empty when it is gone."""
    lines: list[Line] = []
    is_its = False
    for text in _snapshot.read().splitlines():
        head = _THREAD.match(text)
        if head is not None:
            if is_its:
                break
            is_its = int(head[1], 16) == thread
        elif is_its:
            line = _LINE.match(text)
            if line is not None:
                lines.append((_unescaped(line[1]), int(line[2]), _unescaped(line[3])))
    return lines


def place_of(lines: Sequence[Line]) -> str:
    """`file:line function` of the innermost line that is the application's own; of the first one if none is."""
    for line in lines:
        if is_application(line[0]):
            return _told(*line)
    return _told(*lines[0]) if lines else "<unknown>"


def stack_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """`file:line function` of each."""
    return tuple(_told(*line) for line in lines)


def is_in_place(lines: Sequence[Line]) -> bool:
    """Whether this is below a synchronous call that runs on the loop, and not below a task's coroutine.

    Of a stack that is too long to be told nobody knows: then it may be.
    """
    if len(lines) >= _MOST_LINES:
        return True
    # A frame runs either of the two: a coroutine through `step`, or the synchronous function itself.
    functions = [function if filename == _SWITCH else "" for filename, _, function in lines[-2:]]
    return len(functions) == 2 and functions[1] == "run" and functions[0] != "step"


@lru_cache(maxsize=16384)
def _unescaped(text: str) -> str:
    """faulthandler writes what is not ASCII as Python would escape it."""
    return re.sub(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})", lambda each: chr(int(each[0][2:], 16)), text)


def here() -> str:
    """The application's place that led to the calling code, greenlet switches followed."""
    from greenlet import getcurrent

    greenlet = getcurrent()
    frame: FrameType | None = sys._getframe(1)
    while True:
        while frame is not None:
            if is_application(frame.f_code.co_filename):
                return _told(frame.f_code.co_filename, frame.f_lineno or 0, frame.f_code.co_name)
            frame = frame.f_back
        greenlet = greenlet.parent
        if greenlet is None:
            return "<no application code>"
        frame = greenlet.gr_frame


def stack(thread: int) -> str:
    """The stack of another thread, as text, outermost first; empty when it is gone."""
    return "".join(
        f'  File "{filename}", line {number}, in {function}\n' for filename, number, function in reversed(lines_of(thread))
    )


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
