"""Runs the suite with several Pythons and several ages of the libraries, and prints a table.

    python runtime/tests/matrix.py            every combination
    python runtime/tests/matrix.py 3.9 3.12   those Pythons
    python runtime/tests/matrix.py --quick    one old, one new combination, without the slowest files

`uv` is taken from the environment variable UV, from the PATH, or from the checkout's .venv; the environments are kept in
the user's cache. A Python that is not there is said and skipped. Exit code 1 when anything failed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

RUNTIME = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ferryman" / "matrix"
NEWEST = ("fastapi", "sqlalchemy[asyncio]", "sqlmodel", "httpx", "httpx2", "anyio")
COMMON = (
    *("greenlet", "aiosqlite", "asyncpg", "psycopg2-binary", "jinja2", "python-multipart", "opentelemetry-api"),
    *("pytest", "pytest-xdist"),
)


class Combination(NamedTuple):
    python: str
    title: str
    packages: tuple[str, ...]


COMBINATIONS = (
    Combination(
        "3.9",
        "FastAPI 0.79, SQLAlchemy 1.4, anyio 3",
        ("fastapi==0.79.0", "sqlalchemy[asyncio]>=1.4.40,<2", "anyio<4", "requests"),
    ),
    Combination(
        "3.10",
        "FastAPI 0.100, SQLAlchemy 2.0",
        ("fastapi==0.100.0", "sqlalchemy[asyncio]>=2,<2.1", "httpx<0.28", "psycopg[binary]"),
    ),
    Combination(
        "3.10",
        "SQLModel 0.0.8, SQLAlchemy 1.4.41",
        ("fastapi==0.85.0", "sqlmodel==0.0.8", "sqlalchemy[asyncio]>=1.4.41,<1.4.42", "pydantic<2", "anyio<4", "requests"),
    ),
    Combination("3.11", "newest", (*NEWEST, "psycopg[binary]")),
    Combination("3.12", "newest, uvloop", (*NEWEST, "psycopg[binary]", "uvloop")),
    Combination("3.13", "newest", (*NEWEST, "psycopg[binary]")),
)
QUICK = ("3.9", "3.12")
#: Left out by --quick: they start many programs, or a server.
SLOW = tuple(f"test_{name}.py" for name in ("fork", "postgresql", "driver_errors", "like_psycopg2", "process_ends", "guard", "modes"))


class Outcome(NamedTuple):
    passed: int
    failed: int
    skipped: int
    seconds: float
    note: str


def find_uv() -> str:
    beside = RUNTIME.parent / ".venv" / "bin" / "uv"
    found = os.environ.get("UV") or shutil.which("uv") or (str(beside) if beside.exists() else None)
    if found is None:
        sys.exit("matrix: uv is not there; set UV to its path, or run the checkout's set-up first")
    return found


def find_python(uv: str, version: str) -> str | None:
    asked = subprocess.run(
        [uv, "python", "find", "--no-python-downloads", version], capture_output=True, text=True, timeout=60
    )
    if asked.returncode == 0:
        return asked.stdout.strip()
    kept = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    return str(kept[-1]) if kept else None


def environment_for(uv: str, python: str, combination: Combination) -> Path:
    """The interpreter of a virtual environment with the combination's packages; made when it is not there yet."""
    packages = (*combination.packages, *COMMON)
    key = hashlib.sha256(repr((python, packages)).encode()).hexdigest()[:12]
    folder = CACHE / f"{combination.python}-{key}"
    interpreter = folder / "bin" / "python"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        run = {"check": True, "timeout": 600, "stdout": subprocess.DEVNULL}
        subprocess.run([uv, "venv", "-q", "-p", python, str(folder)], **run)
        subprocess.run([uv, "pip", "install", "-q", "-p", str(interpreter), *packages], **run)
        (folder / "complete").touch()
    return interpreter


def run_suite(interpreter: Path, quick: bool) -> Outcome:
    ignored = [f"--ignore={RUNTIME / 'tests' / name}" for name in SLOW] if quick else []
    started = time.monotonic()
    done = subprocess.run(
        [str(interpreter), "-m", "pytest", "tests", "-n", "2", "--tb=short", *ignored],
        cwd=RUNTIME,
        capture_output=True,
        text=True,
        timeout=900,
        env={**os.environ, "PYTHONPATH": str(RUNTIME / "src")},
    )
    counts = {word.rstrip("s"): int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped|errors?)", done.stdout)}
    failed = counts.get("failed", 0) + counts.get("error", 0)
    if done.returncode and not failed:
        failed = 1
    note = "" if not failed else done.stdout[-6000:] + done.stderr[-2000:]
    return Outcome(counts.get("passed", 0), failed, counts.get("skipped", 0), time.monotonic() - started, note)


def main(arguments: list[str]) -> int:
    quick = "--quick" in arguments
    wanted = [argument for argument in arguments if not argument.startswith("--")] or list(QUICK if quick else ())
    unknown = set(wanted) - {combination.python for combination in COMBINATIONS}
    if unknown:
        print(f"matrix: no combination for Python {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    uv = find_uv()
    passed = failed = 0
    for combination in COMBINATIONS:
        if wanted and combination.python not in wanted:
            continue
        label = f"Python {combination.python:5} {combination.title:40}"
        python = find_python(uv, combination.python)
        if python is None:
            print(f"{label} SKIPPED: this Python is not installed", flush=True)
            continue
        outcome = run_suite(environment_for(uv, python, combination), quick)
        passed, failed = passed + outcome.passed, failed + outcome.failed
        print(
            f"{label} {outcome.passed:5} passed {outcome.failed:3} failed {outcome.skipped:3} skipped "
            f"{outcome.seconds:6.1f} s",
            flush=True,
        )
        if outcome.note:
            print(outcome.note, flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
