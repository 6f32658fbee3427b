"""The same small applications under FERRYMAN=threaded and bridged: the same events in the same order."""

import json

import pytest
from starlette.routing import Router

from parity import dependencies, responses, wiring
from support.programs import program

SHAPES = [shape.name for module in (dependencies, responses, wiring) for shape in module.SHAPES]

#: Starlette calls synchronous exception handlers in a pool of its own; routes outside of FastAPI are not ours.
IN_THREADS = ("handler counts",)
if "middleware_stack" not in vars(Router()):
    IN_THREADS += ("session", "endpoint")  # see _follow_copies


def test_every_shape_is_run():
    assert len(SHAPES) == len(set(SHAPES)) > 20


def run_in(mode):
    ended = program("import runpy; runpy.run_module('parity', run_name='__main__')", FERRYMAN=mode, seconds=110)
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


@pytest.fixture(scope="module")
def threaded():
    return run_in("threaded")


@pytest.fixture(scope="module")
def bridged():
    return run_in("bridged")


@pytest.mark.parametrize("name", SHAPES)
def test_bridged_applications_do_what_threaded_ones_do(threaded, bridged, name):
    assert bridged[name]["events"] == threaded[name]["events"]
    assert bridged[name]["events"], "nothing happened"
    assert bridged[name]["out"] == 0


@pytest.mark.parametrize("name", SHAPES)
def test_the_threaded_run_used_threads_and_the_bridged_one_the_loop(threaded, bridged, name):
    assert "worker" in threaded[name]["threads"]
    on_workers = [event for event, where in zip(bridged[name]["events"], bridged[name]["on"]) if where == "worker"]
    allowed = IN_THREADS if name in ("exception_handlers", "middleware_that_copies_the_scope") else ("handler counts",)
    assert [event for event in on_workers if not event.startswith(allowed)] == []
