"""What a thread gets back from the loop it waits for."""

import asyncio
import concurrent.futures
import contextvars
import warnings

import pytest
from ferryman import to_thread, wait

berth = contextvars.ContextVar("berth", default="none")


async def moored():
    await asyncio.sleep(0)
    return berth.get()


def test_the_value_and_the_context_of_the_thread(on_loop):
    def work():
        berth.set("4")
        return wait(moored())

    async def main():
        return await asyncio.gather(*(to_thread(work) for _ in range(20))), berth.get()

    assert on_loop(main) == (["4"] * 20, "none")


@pytest.mark.parametrize("error", [TimeoutError("tide"), KeyError("buoy"), StopAsyncIteration()])
def test_the_error_that_was_raised(on_loop, error):
    async def fails():
        await asyncio.sleep(0)
        raise error

    def work():
        with pytest.raises(type(error)) as caught:
            wait(fails())
        return caught.value is error

    async def main():
        return await to_thread(work)

    assert on_loop(main)


def test_a_task_that_is_cancelled_before_its_first_step_frees_the_thread(on_loop):
    async def never():
        raise AssertionError("was started")

    def work():
        with pytest.raises(concurrent.futures.CancelledError):
            wait(never())
        return "free"

    async def main():
        thread = asyncio.ensure_future(to_thread(work))
        others = asyncio.all_tasks()
        while not thread.done():
            for task in asyncio.all_tasks() - others:
                assert task.get_coro().__name__ == "never"
                task.cancel()
            await asyncio.sleep(0)
        return await thread

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert on_loop(main) == "free"
