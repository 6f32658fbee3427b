"""Frames are used again: nothing of one call may reach the next, and none may be left behind."""

import asyncio
import contextvars
import gc
import threading
import traceback
import warnings
import weakref

import pytest
from ferryman import _switch, wait
from ferryman._switch import Frame, drive, in_place
from greenlet import greenlet
from support.loops import LOAD

deck = contextvars.ContextVar("deck", default="none")


class Cargo:
    """Something that can be seen to go."""


def frames() -> int:
    gc.collect()
    return sum(isinstance(found, Frame) and not found.dead for found in gc.get_objects())


def test_a_frame_that_is_done_serves_the_next_call(on_loop):
    async def main():
        used = set()
        for _ in range(10):
            used.add(await in_place(lambda: id(_switch.getcurrent())))
        return len(used)

    assert on_loop(main) == 1


@pytest.mark.parametrize("fails", [False, True])
def test_an_idle_frame_keeps_nothing_of_its_last_call(on_loop, fails):
    async def main():
        seen = []

        def load(cargo, *, label):
            deck.set(cargo)
            seen.append(weakref.ref(cargo))
            wait(asyncio.sleep(0))
            if fails:
                raise ValueError(label)
            return cargo

        async def one():
            try:
                await in_place(load, Cargo(), label=Cargo())
            except ValueError:
                pass

        await asyncio.gather(*(asyncio.ensure_future(one()) for _ in range(LOAD)))
        gc.collect()
        return len(seen), sum(reference() is not None for reference in seen)

    assert on_loop(main) == (LOAD, 0)


def test_the_context_of_one_call_is_not_that_of_the_next(on_loop):
    async def main():
        await in_place(deck.set, "upper")
        return await in_place(deck.get), deck.get()

    assert on_loop(main) == ("none", "none")


def test_an_error_names_the_line_that_raised_it_and_no_other_error(on_loop):
    def sink():
        raise OSError("a leak")

    async def main():
        for _ in range(2):
            try:
                await in_place(sink)
            except OSError as error:
                caught = error
        return caught

    error = on_loop(main)
    assert [frame.name for frame in traceback.extract_tb(error.__traceback__)][-1] == "sink"
    assert error.__context__ is None and error.__cause__ is None


def test_calls_within_calls_have_frames_of_their_own(on_loop):
    def nested(depth):
        if depth == 0:
            wait(asyncio.sleep(0))
            return [id(_switch.getcurrent())]
        return [id(_switch.getcurrent()), *wait(in_place(nested, depth - 1))]

    async def main():
        return [await in_place(nested, 5) for _ in range(3)]

    for used in on_loop(main):
        assert len(set(used)) == 6


def test_idle_frames_are_limited(on_loop):
    async def main():
        gate = asyncio.Event()

        def call():
            wait(gate.wait())

        calls = [asyncio.ensure_future(in_place(call)) for _ in range(3 * _switch.MOST_IDLE)]
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*calls)
        return len(_switch._idle.frames)

    assert on_loop(main) <= _switch.MOST_IDLE


def test_a_call_that_is_given_up_takes_its_frame_along(on_loop):
    async def main():
        ended = []

        def call():
            try:
                wait(asyncio.get_running_loop().create_future())
            finally:
                ended.append(True)

        before = frames()
        coro = drive(asyncio.sleep(0, in_place(call)))
        (await coro).close()
        given_up = in_place(call)
        given_up.send(None)
        given_up.close()
        del given_up
        gc.collect()
        return frames() - before

    assert on_loop(main) <= 1


def test_threads_that_end_leave_no_frames_and_no_crash():
    async def main():
        await asyncio.gather(*(in_place(wait, asyncio.sleep(0)) for _ in range(5)))

    def thread():
        for _ in range(2):
            asyncio.run(main())

    before = frames()
    for _ in range(20):
        threads = [threading.Thread(target=thread) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    greenlet(lambda: None).switch()  # greenlets of threads that are gone are let go of at the next use
    assert frames() <= before


def test_a_task_that_is_cancelled_before_its_first_step_leaves_no_warning(on_loop):
    async def sail():
        raise AssertionError("was started")

    async def main():
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            task = asyncio.get_running_loop().create_task(sail())
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            del task
            gc.collect()
        return [str(warning.message) for warning in heard]

    assert on_loop(main) == []
