"""Python 3.11 reads source while nothing is collected.

`ast.parse` of Python 3.11 counts its depth in one place for the whole interpreter. Where the garbage collector runs in the
middle of it, and something that is collected has a traceback formatted (which parses a line of source, too), the outer
count is wrong and the outer call raises `SystemError: AST constructor recursion depth mismatch`. pytest reads source to show
where a test failed, and dies of it (INTERNALERROR). A suite on one loop meets it: what an error leaves unfinished
(sessions, connections, suspended calls) ends when it is collected, and its end is logged with a traceback.
"""

from __future__ import annotations

import ast
import functools
import gc
import sys
from typing import Any


def substitute() -> None:
    """Have `ast.parse` put off the collector until it is done. Idempotent; Python 3.12 collects between instructions only."""
    original = ast.parse
    if sys.version_info[:2] != (3, 11) or hasattr(original, "_ferryman"):
        return

    @functools.wraps(original)
    def parse(*args: Any, **kwargs: Any) -> Any:
        if not gc.isenabled():
            return original(*args, **kwargs)
        gc.disable()
        try:
            return original(*args, **kwargs)
        finally:
            gc.enable()

    parse._ferryman = True  # type: ignore[attr-defined]
    ast.parse = parse  # type: ignore[assignment]
