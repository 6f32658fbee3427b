"""A pytest plugin under which an application's unchanged synchronous tests run on one event loop.

Found through its entry point once `ferryman` is installed. Each synchronous test, with its fixtures, runs inside a frame
on one loop for the whole session: it may use the application's sessions directly, and its `TestClient` calls the
application on that same loop. Tests that are asynchronous keep the loop their own plugin gives them; only their
coroutine is driven. `-p no:ferryman`, `--ferryman=off`, `ferryman = off` in pytest's configuration, or
FERRYMAN=threaded turn it off.
"""

from __future__ import annotations

from typing import Any

import pytest

from .. import _mode
from . import _engines, _fakes, _handed, _items, _session, _sources, _testclient

_SWITCH = "ferryman"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("ferryman")
    group.addoption(
        "--ferryman",
        choices=("on", "off"),
        default=None,
        help="run synchronous tests on the event loop, inside greenlets (default: on)",
    )
    parser.addini(_SWITCH, "on: run synchronous tests on the event loop; off: leave them alone", default="on")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    _handed.substitute()
    if _wanted(early_config):
        _engines.substitute()
        _testclient.substitute()
        _fakes.substitute()
        _sources.substitute()
        early_config.pluginmanager.register(_Runner(), "ferryman-runner")


def _wanted(config: pytest.Config) -> bool:
    chosen = getattr(config.known_args_namespace, "ferryman", None) or config.getini(_SWITCH)
    if chosen not in ("on", "off"):
        raise pytest.UsageError(f"{_SWITCH} = {chosen}: expected on or off")
    return chosen == "on" and not _mode.threaded()


class _Runner:
    """The hooks of a session in which the plugin is on."""

    def __init__(self) -> None:
        self.session = _session.Session()

    def pytest_report_header(self) -> str:
        kept = _engines.kept()
        return f"ferryman: synchronous tests run on one event loop{f' ({kept})' if kept else ''}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> object:
        if _items.runs_its_own_loop(item):
            _items.drive(item)
            return None
        with _fakes.active():
            return self.session.run(lambda: _others(self, item, nextitem))

    def pytest_unconfigure(self) -> None:
        self.session.close()


def _others(ours: _Runner, item: pytest.Item, nextitem: pytest.Item | None) -> object:
    """What would have run this test without us: pytest itself, or a plugin that reruns or forks tests."""
    arguments: dict[str, Any] = {"item": item, "nextitem": nextitem}
    for implementation in reversed(item.ihook.pytest_runtest_protocol.get_hookimpls()):
        wraps = implementation.hookwrapper or getattr(implementation, "wrapper", False)
        if wraps or implementation.plugin is ours:
            continue
        result = implementation.function(**{name: arguments[name] for name in implementation.argnames})
        if result is not None:
            return result
    return None
