"""Test suites of an application, run by pytest with this package's plugin."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent.parent


class Tested:
    """How a suite ended. `outcomes` counts tests by pytest's own words: `{"passed": 3, "failed": 1}`."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out = done.returncode, done.stdout + done.stderr
        last = re.search(r"^=*\s?((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s", done.stdout, re.MULTILINE)
        counts = re.findall(r"(\d+) (passed|failed|errors?|skipped)", last[1]) if last else []
        self.outcomes = {word.rstrip("s"): int(number) for number, word in counts}


def run_suite(folder: Path, *options: Any, plugin: bool = True, environment: dict[str, str] | None = None, **files: str) -> Tested:
    """Write `files` (name without `.py` -> text) into `folder` and run pytest there."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(text))
    env = {name: value for name, value in os.environ.items() if not name.startswith(("FERRYMAN", "PYTEST"))}
    env["PYTHONPATH"] = os.pathsep.join([str(TESTS.parent / "src"), str(TESTS), str(folder)])
    env.update(environment or {})
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", "--rootdir", str(folder)]
    # Under its entry point's name where the package is installed, else by its module.
    command += ["-p", "ferryman.pytest_plugin", "-p", "no:ferryman"] if plugin else ["-p", "no:ferryman"]
    done = subprocess.run(
        [*command, *map(str, options), str(folder)], cwd=folder, capture_output=True, text=True, timeout=90, env=env
    )
    return Tested(done)
