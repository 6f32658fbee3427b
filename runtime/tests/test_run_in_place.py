"""`asyncio.run` and its relatives, reached from code that is already on the loop."""

import asyncio
import contextvars
import sys

import pytest
from ferryman import wait
from ferryman._switch import in_place
from support.library import TITLES, titles
from support.loops import ALONE, LOAD

crowds = pytest.mark.parametrize("crowd", [ALONE, LOAD])
needs_runner = pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio.Runner is new in Python 3.11")


async def sail(days=2):
    for _ in range(days):
        await asyncio.sleep(0)
    return f"{days} days"


def with_run(coro):
    return asyncio.run(coro)


def with_runner(coro):
    with asyncio.Runner() as runner:
        return runner.run(coro)


def with_new_loop(coro):
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coro)
    finally:
        loop.close()


ways = pytest.mark.parametrize("way", [with_run, pytest.param(with_runner, marks=needs_runner), with_new_loop])


@ways
@crowds
def test_the_coroutine_is_run_in_place(on_loop, way, crowd):
    async def main():
        return await asyncio.gather(*(in_place(lambda: way(sail())) for _ in range(crowd)))

    assert on_loop(main) == ["2 days"] * crowd


@ways
def test_its_errors_come_out(on_loop, way):
    async def sink():
        await asyncio.sleep(0)
        raise LookupError("no such ship")

    async def main():
        with pytest.raises(LookupError, match="no such ship"):
            await in_place(lambda: way(sink()))

    on_loop(main)


@ways
def test_synchronous_database_io_inside_it_works(on_loop, library, way):
    async def service():
        await asyncio.sleep(0)
        return titles(library)

    async def main():
        return await in_place(lambda: way(service()))

    assert on_loop(main) == list(TITLES)


@pytest.mark.parametrize("way", [with_run, pytest.param(with_runner, marks=needs_runner)])
@crowds
def test_tasks_it_leaves_behind_are_cancelled_and_other_tasks_are_not(on_loop, way, crowd):
    log = []

    async def drift(name):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            log.append(f"{name} cancelled")
            raise

    async def program():
        asyncio.ensure_future(drift("orphan"))
        asyncio.ensure_future(grandparent())
        await asyncio.sleep(0.01)
        return "done"

    async def grandparent():
        asyncio.ensure_future(drift("grandchild"))

    async def main():
        other = asyncio.ensure_future(drift("other"))
        results = await asyncio.gather(*(in_place(lambda: way(program())) for _ in range(crowd)))
        assert sorted(log) == ["grandchild cancelled"] * crowd + ["orphan cancelled"] * crowd
        assert not other.done()
        return results

    assert on_loop(main) == ["done"] * crowd


def test_tasks_left_behind_are_cancelled_also_when_the_program_failed(on_loop):
    log = []

    async def drift():
        try:
            await asyncio.Event().wait()
        finally:
            log.append("ended")

    async def program():
        asyncio.ensure_future(drift())
        await asyncio.sleep(0)
        raise ValueError("aground")

    async def main():
        with pytest.raises(ValueError):
            await in_place(lambda: asyncio.run(program()))
        return log

    assert on_loop(main) == ["ended"]


@needs_runner
def test_a_runner_keeps_one_context_for_its_runs(on_loop):
    harbour = contextvars.ContextVar("harbour", default="open sea")

    async def enter():
        harbour.set("Hull")

    async def look():
        return harbour.get()

    def call():
        with asyncio.Runner() as runner:
            runner.run(enter())
            return runner.run(look()), harbour.get()

    async def main():
        return await in_place(call), call_outside

    call_outside = call()  # no loop is running here: asyncio's own
    assert on_loop(main) == (("Hull", "open sea"), ("Hull", "open sea"))


def test_futures_of_the_running_loop_can_be_completed_in_place(on_loop):
    def call():
        loop = asyncio.get_event_loop()
        return loop.run_until_complete(asyncio.gather(sail(1), sail(2)))

    async def main():
        return await in_place(call)

    assert on_loop(main) == ["1 days", "2 days"]


def test_tasks_of_another_loop_are_completed_by_that_loop(on_loop):
    def call():
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(loop.create_task(sail(3)))
        finally:
            loop.close()

    async def main():
        return await in_place(call)

    assert on_loop(main) == "3 days"


def test_what_is_not_a_coroutine_is_refused_as_asyncio_refuses_it(on_loop):
    async def main():
        with pytest.raises((ValueError, TypeError), match="coroutine"):
            await in_place(lambda: asyncio.run(sail))

    on_loop(main)


def test_outside_of_frames_asyncio_run_is_what_it_was(on_loop):
    async def undriven():
        with pytest.raises(RuntimeError, match="running event loop"):
            asyncio.run(coro)
        return "as ever"

    coro = sail()
    assert on_loop(undriven, driven=False) == "as ever"
    coro.close()
    assert asyncio.run(sail()) == "2 days"


def test_async_generators_it_leaves_open_are_closed_at_its_end(on_loop):
    log = []

    async def tide():
        try:
            while True:
                yield "high"
        finally:
            log.append("closed")

    async def program(keep):
        generator = tide()
        keep.append(generator)
        return await generator.__anext__()

    def call():
        keep = []
        result = asyncio.run(program(keep))
        return result, list(log)

    async def main():
        return await in_place(call)

    assert on_loop(main) == ("high", ["closed"])


def test_wait_inside_it_may_be_nested(on_loop):
    async def outer():
        return wait(sail(1)), asyncio.run(sail(2))

    async def main():
        return await in_place(lambda: asyncio.run(outer()))

    assert on_loop(main) == ("1 days", "2 days")
