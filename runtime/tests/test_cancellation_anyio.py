"""anyio's cancel scopes around and inside synchronous calls on the loop."""

import asyncio

import pytest
from ferryman import _switch, wait
from ferryman._switch import in_place
from support.library import TITLES, titles
from support.loops import ALONE, LOAD
from test_cancellation import Crossing, turns

anyio = pytest.importorskip("anyio")
crowds = pytest.mark.parametrize("crowd", [ALONE, LOAD])


@crowds
def test_move_on_after_around_a_call_moves_on_when_the_call_has_returned(on_loop, crowd):
    async def one():
        crossing = Crossing()
        asyncio.get_running_loop().call_later(0.05, crossing.finish)
        with anyio.move_on_after(0.01) as scope:
            await in_place(crossing.sail)
            await anyio.sleep(10)
            crossing.log.append("too far")
        assert scope.cancel_called
        return crossing.log

    async def main():
        return await asyncio.gather(*(one() for _ in range(crowd)))

    assert on_loop(main) == [["cast off", "loaded", "moored"]] * crowd


def test_fail_after_inside_native_code_called_from_a_synchronous_call_fails_after(on_loop):
    async def native():
        with anyio.fail_after(0.01):
            await anyio.sleep(10)

    def call():
        with pytest.raises(TimeoutError):
            wait(native())
        return "on time"

    async def main():
        return await in_place(call)

    assert on_loop(main) == "on time"


@crowds
def test_interrupt_mode_lets_a_cancel_scope_interrupt_the_call_once(on_loop, crowd):
    async def one():
        _switch.on_cancel.set("interrupt")
        crossing = Crossing()
        asyncio.get_running_loop().call_later(0.1, crossing.unloading.set)
        with anyio.move_on_after(0.01) as scope:
            await in_place(crossing.sail)
        assert getattr(scope, "cancelled_caught", scope.cancel_called)
        return crossing.log

    async def main():
        return await asyncio.gather(*(asyncio.ensure_future(one()) for _ in range(crowd)))

    assert on_loop(main) == [["cast off", "moored"]] * crowd


@crowds
def test_a_cancelled_task_group_waits_for_the_synchronous_calls_in_it(on_loop, library, crowd):
    async def one():
        crossing = Crossing()
        async with anyio.create_task_group() as group:
            group.start_soon(in_place, crossing.sail)
            while not crossing.log:
                await anyio.sleep(0)
            asyncio.get_running_loop().call_later(0.02, crossing.finish)
            group.cancel_scope.cancel()
        return crossing.log

    async def main():
        return await asyncio.gather(*(one() for _ in range(crowd)))

    assert on_loop(main) == [["cast off", "loaded", "moored"]] * crowd


def test_a_task_group_inside_a_call_runs_bridged_children(on_loop, library):
    async def native():
        found = []

        async def child():
            found.append(titles(library))

        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(child)
        return found

    async def main():
        return await in_place(lambda: wait(native()))

    assert on_loop(main) == [list(TITLES)] * 3


def test_a_call_that_does_no_io_is_not_affected_by_a_cancelled_scope_before_its_end(on_loop):
    async def main():
        log = []
        with anyio.CancelScope() as scope:
            scope.cancel()
            await in_place(log.append, "written")
            await turns(1)
            await anyio.sleep(0)
            log.append("too far")
        return log

    assert on_loop(main) in (["written"], [])
