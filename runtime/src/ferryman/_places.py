"""Where in the application something happened: the innermost frame that is the application's own."""

from __future__ import annotations

import os
import sys
import sysconfig
import traceback
from functools import lru_cache
from types import FrameType

_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
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
    filename = frame.f_code.co_filename
    try:
        relative = os.path.relpath(filename)
        filename = filename if relative.startswith("..") else relative
    except (OSError, ValueError):
        pass
    return f"{filename}:{frame.f_lineno} {frame.f_code.co_name}"
