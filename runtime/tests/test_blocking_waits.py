"""Code on the loop that blocks for a thread, while that thread's I/O needs a loop."""

import asyncio
import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from ferryman import LoopBlocked, to_thread, wait
from ferryman._guard import watchdog
from ferryman._switch import in_place
from support.library import TITLES, titles
from support.loops import ALONE, LOAD


@pytest.fixture
def quick_watchdog():
    """Ends a deadlock after a fraction of a second instead of ten."""
    before, watchdog.break_after = watchdog.break_after, 0.3
    watchdog.start()
    watchdog.settings_changed()
    yield
    watchdog.break_after = before


def in_own_thread(library, out):
    """What applications do: a plain thread for the query, joined at once."""
    thread = threading.Thread(target=lambda: out.append(titles(library)))
    thread.start()
    thread.join()


@pytest.mark.parametrize("crowd", [ALONE, LOAD])
def test_a_plain_thread_joined_on_the_loop_uses_the_side_loop_and_does_not_deadlock(on_loop, library, crowd):
    out = []

    async def main():
        await asyncio.gather(*(in_place(in_own_thread, library, out) for _ in range(crowd)))

    on_loop(main)
    assert out == [list(TITLES)] * crowd


@pytest.mark.parametrize("crowd", [ALONE, 20])
def test_a_pool_thread_whose_result_is_awaited_by_blocking_the_loop_does_not_deadlock(on_loop, library, crowd):
    def handler():
        with ThreadPoolExecutor(2) as pool:
            return pool.submit(titles, library).result()

    async def main():
        return await asyncio.gather(*(in_place(handler) for _ in range(crowd)))

    assert on_loop(main) == [list(TITLES)] * crowd


def submit_with_context(library):
    """A worker that inherits the request's context works for the request's loop, which waits for the worker."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(contextvars.copy_context().run, titles, library).result()


def test_a_worker_with_a_home_loop_is_freed_and_both_stacks_are_named(on_loop, library, quick_watchdog):
    def handler():
        wait(asyncio.sleep(0))
        return submit_with_context(library)

    def threaded():
        # runs in a worker that has a home loop; hands that home to a thread of its own
        return contextvars.copy_context()

    async def main():
        context = await to_thread(threaded)
        assert await asyncio.wait_for(in_place(handler), 30) == list(TITLES)  # no home here: the side loop
        with pytest.raises(LoopBlocked) as caught:
            await in_place(lambda: context.run(submit_with_context, library))
        return str(caught.value)

    message = on_loop(main)
    assert "The loop's thread is at" in message and "This thread is at" in message
    loops_half, threads_half = message.split("This thread is at")
    assert "submit_with_context" in loops_half and "titles" in threads_half


def test_the_loop_goes_on_after_a_deadlock_was_broken(on_loop, library, quick_watchdog):
    async def main():
        context = await to_thread(contextvars.copy_context)
        results = []
        for _ in range(2):
            try:
                await in_place(lambda: context.run(submit_with_context, library))
            except LoopBlocked:
                results.append("broken")
        results.append(await in_place(titles, library))
        return results

    assert on_loop(main) == ["broken", "broken", list(TITLES)]
    assert library.pool.checkedout() == 0


def test_a_thread_that_waits_for_a_busy_loop_that_does_not_wait_for_it_is_only_late(on_loop, library):
    async def main():
        release = threading.Event()
        started = threading.Event()

        def worker():
            started.set()
            return titles(library)

        async def hold():
            await to_thread(started.wait)
            release.wait(0.2)  # holds the loop for a moment, then lets it serve the thread
            return "held"

        return await asyncio.gather(to_thread(worker), hold())

    assert on_loop(main) == [list(TITLES), "held"]
