"""Cancelling a task in the middle of a synchronous call on the loop."""

import asyncio
import sys

import pytest
from ferryman import _switch, wait
from ferryman._switch import in_place
from sqlalchemy.orm import Session
from support.library import Book, titles
from support.loops import ALONE, LOAD

crowds = pytest.mark.parametrize("crowd", [ALONE, LOAD])


class Crossing:
    """A synchronous call in two legs, with clean-up that waits, too. Each leg ends when the test says so."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.loading, self.unloading = asyncio.Event(), asyncio.Event()

    def sail(self) -> str:
        self.log.append("cast off")
        try:
            wait(self.loading.wait())
            self.log.append("loaded")
            return "arrived"
        finally:
            wait(self.unloading.wait())
            self.log.append("moored")

    def finish(self) -> None:
        self.loading.set()
        self.unloading.set()


async def started(crossing: Crossing) -> asyncio.Task:
    task = asyncio.ensure_future(in_place(crossing.sail))
    while not crossing.log:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    return task


async def turns(count: int = 10) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


@crowds
def test_a_cancelled_call_runs_to_its_end_and_then_the_cancellation_is_delivered(on_loop, crowd):
    async def one():
        crossing = Crossing()
        task = await started(crossing)
        task.cancel()
        await turns()
        assert not task.done() and crossing.log == ["cast off"]
        crossing.finish()
        with pytest.raises(asyncio.CancelledError):
            await task
        return crossing.log

    async def main():
        return await asyncio.gather(*(one() for _ in range(crowd)))

    assert on_loop(main) == [["cast off", "loaded", "moored"]] * crowd


def test_cancelling_twice_still_lets_the_call_finish(on_loop):
    async def main():
        crossing = Crossing()
        task = await started(crossing)
        for _ in range(3):
            task.cancel()
            await turns()
        crossing.finish()
        with pytest.raises(asyncio.CancelledError):
            await task
        return crossing.log

    assert on_loop(main) == ["cast off", "loaded", "moored"]


@crowds
def test_interrupt_mode_ends_the_call_at_its_suspension_and_lets_its_clean_up_wait(on_loop, crowd):
    async def one():
        _switch.on_cancel.set("interrupt")
        crossing = Crossing()
        task = await started(crossing)
        task.cancel()
        await turns()
        assert not task.done() and crossing.log == ["cast off"]  # inside its finally, which is waiting
        task.cancel()  # a second cancellation does not tear the clean-up
        await turns()
        crossing.unloading.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        return crossing.log

    async def main():
        return await asyncio.gather(*(asyncio.ensure_future(one()) for _ in range(crowd)))

    assert on_loop(main) == [["cast off", "moored"]] * crowd


def test_a_call_that_fails_after_being_cancelled_reports_the_cancellation(on_loop):
    async def main():
        gate = asyncio.Event()

        def sink():
            wait(gate.wait())
            raise RuntimeError("struck a rock")

        task = asyncio.ensure_future(in_place(sink))
        await turns()
        task.cancel()
        await turns()
        gate.set()
        with pytest.raises(asyncio.CancelledError):
            await task

    on_loop(main)


@crowds
def test_wait_for_around_a_call_times_out_when_the_call_has_returned(on_loop, crowd):
    async def one():
        crossing = Crossing()
        outer = asyncio.ensure_future(asyncio.wait_for(in_place(crossing.sail), 0.02))
        await asyncio.sleep(0.1)
        assert crossing.log == ["cast off"] and not outer.done()
        crossing.finish()
        with pytest.raises(asyncio.TimeoutError):
            await outer
        return crossing.log

    async def main():
        return await asyncio.gather(*(one() for _ in range(crowd)))

    assert on_loop(main) == [["cast off", "loaded", "moored"]] * crowd


@crowds
def test_wait_for_inside_a_call_times_out_as_it_does_in_a_coroutine(on_loop, crowd):
    def call():
        try:
            wait(asyncio.wait_for(asyncio.Event().wait(), 0.01))
        except asyncio.TimeoutError:
            return wait(asyncio.sleep(0, "late"))

    async def main():
        return await asyncio.gather(*(in_place(call) for _ in range(crowd)))

    assert on_loop(main) == ["late"] * crowd


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio.timeout is new in Python 3.11")
def test_asyncio_timeout_works_around_and_inside_a_call(on_loop):
    async def native():
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()

    def call():
        with pytest.raises(TimeoutError):
            wait(native())
        return "inside"

    async def main():
        assert await in_place(call) == "inside"
        crossing = Crossing()
        asyncio.get_running_loop().call_later(0.05, crossing.finish)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await in_place(crossing.sail)
        assert asyncio.current_task().cancelling() == 0
        return crossing.log

    assert on_loop(main) == ["cast off", "loaded", "moored"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio.TaskGroup is new in Python 3.11")
def test_a_task_group_waits_for_the_calls_of_its_cancelled_tasks(on_loop):
    async def main():
        crossing = Crossing()

        async def fail():
            while not crossing.log:
                await asyncio.sleep(0)
            asyncio.get_running_loop().call_later(0.02, crossing.finish)
            raise LookupError("no berth")

        with pytest.raises(BaseException) as caught:
            async with asyncio.TaskGroup() as group:
                group.create_task(in_place(crossing.sail))
                group.create_task(fail())
        assert [type(error) for error in caught.value.exceptions] == [LookupError]
        return crossing.log

    assert on_loop(main) == ["cast off", "loaded", "moored"]


@crowds
def test_a_cancelled_transaction_is_committed_whole_or_not_at_all(on_loop, library, crowd):
    def rename(number):
        with Session(library) as session, session.begin():
            for book in session.query(Book):
                book.title = f"{number}: {book.title.split(': ')[-1]}"
                session.flush()

    async def main():
        for number in range(crowd):
            task = asyncio.ensure_future(in_place(rename, number))
            await turns(3 + number % 17)
            task.cancel()
            await asyncio.wait([task])
            prefixes = {title.split(": ")[0] for title in await in_place(titles, library) if ": " in title}
            assert len(prefixes) <= 1
        return library.pool.checkedout()

    assert on_loop(main) == 0


def test_cancellation_of_a_native_task_reaches_its_synchronous_io_as_cancelled_error(on_loop):
    log = []

    def helper(gate):
        try:
            wait(gate.wait())
        except asyncio.CancelledError:
            log.append("seen")
            raise
        finally:
            wait(asyncio.sleep(0))
            log.append("cleaned")

    async def native():
        helper(asyncio.Event())

    async def main():
        task = asyncio.ensure_future(native())
        await turns()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    on_loop(main)
    assert log == ["seen", "cleaned"]


def test_closing_the_loop_with_calls_still_waiting_does_not_hang(on_loop, library):
    log = []

    def forever(gate):
        try:
            wait(gate.wait())
        finally:
            log.append(titles(library))

    async def main():
        task = asyncio.ensure_future(in_place(forever, asyncio.Event()))
        await turns()
        return task.done()

    assert on_loop(main) is False  # the runner cancels what is left, as asyncio.run does
    assert log == [["Moby-Dick", "Lord Jim", "The Sea-Wolf"]]
