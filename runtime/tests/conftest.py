"""Fixtures for all tests of the runtime: loops of both kinds, databases, and an end for what hangs."""

from __future__ import annotations

import faulthandler
import gc
import os
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
for folder in (TESTS, TESTS.parent / "src"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from support.loops import KINDS, runner  # noqa: E402

#: Seconds after which a hanging test ends the whole run, with every thread's stack.
HANGS = 120


@pytest.fixture(autouse=True)
def _ends():
    faulthandler.dump_traceback_later(HANGS, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(params=KINDS)
def on_loop(request):
    """Runs a coroutine function on a fresh driven loop: `on_loop(main)`; for asyncio and for uvloop."""
    return runner(request.param)


@pytest.fixture
def on_asyncio():
    """The same, for asyncio alone: for tests in which the kind of loop cannot matter."""
    return runner("asyncio")


@pytest.fixture
def collected():
    """Collects what earlier tests left behind, so that it is not counted in this one."""
    gc.collect()
    yield


@pytest.fixture
def library(tmp_path):
    """An engine for a library's database with a few books in it, and a pool of five connections."""
    from support.library import library_engine

    engine = library_engine(tmp_path / "library.db")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres():
    """The URL (without a driver) of an empty PostgreSQL server that lives as long as the tests."""
    from support.postgres import Missing, Server

    try:
        server = Server()
    except Missing as missing:
        pytest.skip(f"PostgreSQL is not tested here: {missing}")
    yield server.url
    server.stop()


def pytest_report_header(config):
    import importlib

    versions = []
    for name in ("fastapi", "starlette", "sqlalchemy", "anyio", "greenlet", "uvloop"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            versions.append(f"{name} missing")
            continue
        versions.append(f"{name} {getattr(module, '__version__', '?')}")
    return f"pid {os.getpid()}: " + ", ".join(versions)
