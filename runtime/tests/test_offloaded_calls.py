"""`wait(to_thread(...))`: a blocking call of bridged code in a thread, and in place where there is no loop."""

import asyncio
import contextvars
import gc
import threading
import warnings

import pytest
from ferryman import scoped_session, to_thread, wait
from ferryman._switch import in_place
from ferryman._tasks import install
from sqlalchemy.orm import Session


pilot = contextvars.ContextVar("pilot", default="nobody")


def where() -> str:
    return threading.current_thread().name


def test_in_bridged_code_the_call_is_in_a_thread(on_loop):
    async def main():
        return await in_place(lambda: wait(to_thread(where))), where()

    in_thread, here = on_loop(main)
    assert in_thread.startswith("ferryman")
    assert here == where()


def test_in_a_script_and_in_a_thread_the_call_is_where_it_stands(on_loop):
    assert wait(to_thread(where)) == where()

    async def main():
        return await to_thread(lambda: (where(), wait(to_thread(where))))

    outer, inner = on_loop(main)
    assert outer == inner
    assert outer.startswith("ferryman")


def test_calls_within_calls_do_not_wait_for_each_others_threads(on_loop):
    """More of them than the pool has threads, each with another one inside."""

    def outer():
        return wait(to_thread(threading.get_ident)) == threading.get_ident()

    async def main():
        return await asyncio.gather(*(in_place(lambda: wait(to_thread(outer))) for _ in range(100)))

    assert all(on_loop(main))


def test_context_variables_go_in_and_come_back(on_loop):
    def take_on(name):
        seen = pilot.get()
        pilot.set(name)
        return seen

    def journey():
        pilot.set("Ishmael")
        return wait(to_thread(take_on, "Queequeg")), pilot.get()

    async def main():
        return await in_place(journey), pilot.get()

    assert on_loop(main) == (("Ishmael", "Queequeg"), "nobody")


def test_context_variables_come_back_with_an_exception(on_loop):
    def run_aground(name):
        pilot.set(name)
        raise OSError("aground")

    def journey():
        with pytest.raises(OSError, match="aground"):
            wait(to_thread(run_aground, "Queequeg"))
        return pilot.get()

    async def main():
        return await in_place(journey)

    assert on_loop(main) == "Queequeg"


@pytest.mark.parametrize("error", [StopIteration("end"), GeneratorExit(), KeyError("berth"), SystemExit(3)])
def test_every_exception_comes_back_as_it_was_raised(on_loop, error):
    def fail():
        raise error

    def journey():
        try:
            wait(to_thread(fail))
        except BaseException as raised:
            return raised

    async def main():
        return await in_place(journey)

    assert on_loop(main) is error
    assert journey() is error


def test_an_awaited_thread_keeps_its_context_variables_to_itself(on_loop):
    async def main():
        await to_thread(pilot.set, "Queequeg")
        return pilot.get()

    assert on_loop(main) == "nobody"


def test_the_thread_has_the_waiting_requests_sessions(on_loop):
    from ferryman import _scope

    sessions = scoped_session(Session)

    def journey():
        _scope.current.set(_scope.Scope())
        return sessions(), wait(to_thread(sessions)), _scope.shared.get()

    async def main():
        return await in_place(journey)

    mine, theirs, shared = on_loop(main)
    assert mine is theirs
    assert shared is False


def test_it_is_a_coroutine_for_asyncio(on_loop):
    async def main():
        install(asyncio.get_running_loop())
        task = asyncio.create_task(to_thread(sum, [1, 2]))
        return await task, await asyncio.wait_for(to_thread(sum, [3]), 5), asyncio.iscoroutine(to_thread(sum, []))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        assert on_loop(main) == (3, 3, True)
        gc.collect()


def test_one_that_nobody_waits_for_is_told():
    with pytest.warns(RuntimeWarning, match=r"to_thread\(where, \.\.\.\) was never awaited"):
        to_thread(where)
        gc.collect()


def test_a_cancelled_wait_leaves_the_thread_alone(on_loop):
    released, seen = threading.Event(), []

    def slow():
        released.wait(10)
        pilot.set("late")
        seen.append(pilot.get())

    async def main():
        install(asyncio.get_running_loop())
        task = asyncio.create_task(awaiting())
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        released.set()
        while not seen:
            await asyncio.sleep(0.01)
        return pilot.get()

    async def awaiting():
        wait(to_thread(slow))

    assert on_loop(main) == "nobody"
    assert seen == ["late"]
