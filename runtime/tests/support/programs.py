"""Whole Python programs, run in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent.parent


class Ended:
    """How a program ended."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def program(text: str, *args: Any, seconds: float = 60, **environment: str) -> Ended:
    """Run a program's text to its end. Keyword arguments are environment variables."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("FERRYMAN")}
    env["PYTHONPATH"] = os.pathsep.join([str(TESTS.parent / "src"), str(TESTS)])
    env["PYTHONWARNINGS"] = "error::RuntimeWarning"
    env.update(environment)
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", textwrap.dedent(text), *map(str, args)],
        capture_output=True,
        text=True,
        timeout=seconds,
        env=env,
    )
    return Ended(done)


def output_of(text: str, *args: Any, **environment: str) -> list[str]:
    """The lines that a program printed; fails with its errors when it did not end well and quietly."""
    ended = program(text, *args, **environment)
    assert ended.code == 0 and not ended.err, f"exit code {ended.code}\n{ended.out}\n{ended.err}"
    return ended.lines
