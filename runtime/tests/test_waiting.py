"""`wait` from every kind of place, and what crosses with it."""

import asyncio
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor

import pytest
from ferryman import NothingToWaitOn, to_thread, wait
from ferryman._switch import in_frame, in_place
from support.library import TITLES, readers, titles
from support.loops import ALONE, LOAD
from support.programs import output_of, program

crowds = pytest.mark.parametrize("crowd", [ALONE, LOAD])


async def knots(speed):
    await asyncio.sleep(0)
    return speed


def test_in_a_call_on_the_loop_it_runs_on_that_loop(on_loop):
    async def where():
        await asyncio.sleep(0)
        return asyncio.get_running_loop(), threading.current_thread()

    async def main():
        loop, thread = await in_place(lambda: wait(where()))
        return loop is asyncio.get_running_loop() and thread is threading.current_thread()

    assert on_loop(main)


def test_in_a_native_task_it_runs_in_that_task(on_loop):
    async def who():
        await asyncio.sleep(0)
        return asyncio.current_task()

    async def main():
        return wait(who()) is asyncio.current_task()

    assert on_loop(main)


@pytest.mark.parametrize("awaitable", ["coroutine", "task", "future", "awaitable"])
def test_it_takes_every_kind_of_awaitable(on_loop, awaitable):
    class Ready:
        def __await__(self):
            return knots(7).__await__()

    def make():
        loop = asyncio.get_running_loop()
        if awaitable == "coroutine":
            return knots(7)
        if awaitable == "task":
            return loop.create_task(knots(7))
        if awaitable == "awaitable":
            return Ready()
        future = loop.create_future()
        loop.call_soon(future.set_result, 7)
        return future

    async def main():
        return await in_place(lambda: wait(make()))

    assert on_loop(main) == 7


@crowds
def test_in_threads_that_work_for_a_task_it_runs_on_the_tasks_loop(on_loop, library, crowd):
    async def where():
        await asyncio.sleep(0)
        return asyncio.get_running_loop()

    def work():
        return wait(where()), titles(library)

    async def main():
        loop = asyncio.get_running_loop()
        results = await asyncio.gather(*(to_thread(work) for _ in range(crowd)))
        return [(found is loop, books) for found, books in results]

    assert on_loop(main) == [(True, list(TITLES))] * crowd


def test_in_plain_threads_and_executors_it_uses_the_side_loop(library):
    found = []
    thread = threading.Thread(target=lambda: found.append((wait(knots(9)), titles(library))))
    thread.start()
    thread.join()
    with ThreadPoolExecutor(4) as pool:
        found += pool.map(lambda _: (wait(knots(9)), titles(library)), range(8))
    assert found == [(9, list(TITLES))] * 9


def test_on_a_loop_that_nobody_drives_it_blocks_but_works(on_loop, library):
    async def main():
        assert not in_frame()
        return wait(knots(3)), titles(library), readers(library, "Lord Jim")

    assert on_loop(main, driven=False) == (3, list(TITLES), ["Ishmael", "Maud"])


def test_waiting_in_a_callback_for_a_task_of_the_same_loop_is_refused_instead_of_hanging(on_loop):
    from ferryman import _loops

    async def main():
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        errors = []

        def callback():
            try:
                _loops.ship(knots(1), loop)
            except NothingToWaitOn as error:
                errors.append(str(error))
            done.set()

        loop.call_soon(callback)
        await done.wait()
        return errors

    (message,) = on_loop(main)
    assert "asyncio.to_thread" in message


def test_exceptions_keep_their_type_their_text_and_the_applications_frames(on_loop):
    async def native_repository():
        await asyncio.sleep(0)
        raise LookupError("no book called 'Typhoon'")

    def sync_service():
        return wait(native_repository())

    async def native_handler():
        return sync_service()

    def sync_endpoint():
        return wait(native_handler())

    async def main():
        with pytest.raises(LookupError) as caught:
            await in_place(sync_endpoint)
        return traceback.extract_tb(caught.value.__traceback__)

    frames = on_loop(main)
    ours = [frame for frame in frames if "ferryman" in frame.filename.replace("\\", "/").split("/")]
    names = [frame.name for frame in frames if frame not in ours]
    assert names[-4:] == ["sync_endpoint", "native_handler", "sync_service", "native_repository"]
    assert len(ours) <= 3 * 4


def test_an_exception_raised_and_handled_on_either_side_leaves_no_trace_on_the_other(on_loop):
    import sys

    async def native():
        try:
            raise KeyError("native")
        except KeyError:
            await asyncio.sleep(0)
            return sys.exc_info()[0]

    def call():
        try:
            raise ValueError("sync")
        except ValueError:
            inner = wait(native())
            return inner, sys.exc_info()[0]

    async def main():
        results = await asyncio.gather(*(in_place(call) for _ in range(10)))
        return results, sys.exc_info()[0]

    assert on_loop(main) == ([(KeyError, ValueError)] * 10, None)


def test_stop_iteration_out_of_a_call_is_an_error_and_not_a_silent_end(on_loop):
    async def main():
        with pytest.raises(RuntimeError):
            await in_place(next, iter(()))

    on_loop(main)


def test_async_generators_are_consumed_and_closed_by_synchronous_code(on_loop, library):
    log = []

    async def shelf():
        try:
            for title in titles(library):
                await asyncio.sleep(0)
                yield title
        finally:
            await asyncio.sleep(0)
            log.append(len(titles(library)))

    def call():
        generator = shelf()
        first = wait(generator.__anext__())
        wait(generator.aclose())
        return first

    async def main():
        return await in_place(call), [title async for title in shelf()]

    assert on_loop(main) == ("Moby-Dick", list(TITLES))
    assert log == [3, 3]


def test_a_deep_alternation_of_colours_works(on_loop, library):
    async def native(depth):
        return sync(depth - 1)

    def sync(depth):
        return titles(library) if depth == 0 else wait(native(depth))

    async def main():
        return await in_place(sync, 100)

    assert on_loop(main) == list(TITLES)


def test_endless_recursion_is_a_recursion_error_and_the_loop_goes_on(on_loop, library):
    async def native():
        return sync()

    def sync():
        coro = native()
        try:
            return wait(coro)
        finally:
            coro.close()  # the innermost one was never started

    async def main():
        with pytest.raises(RecursionError):
            await in_place(sync)
        return await in_place(titles, library)

    assert on_loop(main) == list(TITLES)


def test_two_hundred_calls_nested_in_one_another_work(on_loop, library):
    async def native(depth):
        return await in_place(sync, depth - 1)

    def sync(depth):
        return titles(library) if depth == 0 else wait(asyncio.get_running_loop().create_task(native(depth)))

    async def main():
        return await in_place(sync, 200)

    assert on_loop(main) == list(TITLES)


def test_import_time_and_script_io_needs_no_loop_and_the_program_ends(tmp_path):
    lines = output_of(
        """
        import sys, threading
        from support.library import library_engine, titles, readers
        engine = library_engine(sys.argv[1])
        print(len(titles(engine)), readers(engine, "Moby-Dick"))
        thread = threading.Thread(target=lambda: print(len(titles(engine)))); thread.start(); thread.join()
        """,
        tmp_path / "library.db",
    )
    assert lines == ["3 ['Ishmael', 'Maud']", "3"]


@pytest.mark.parametrize("error, code", [("KeyboardInterrupt", -2), ("SystemExit(7)", 7)])
def test_interrupts_and_exits_leave_the_program_through_every_frame(tmp_path, error, code):
    ended = program(
        f"""
        import asyncio, sys
        from ferryman import _loops, _tasks, wait
        from ferryman._switch import in_place

        async def native():
            await asyncio.sleep(0)
            raise {error}

        def call():
            try:
                wait(native())
            finally:
                wait(asyncio.sleep(0))
                print("cleaned", flush=True)

        async def main():
            _tasks.install(asyncio.get_running_loop())
            await asyncio.ensure_future(in_place(call))

        asyncio.run(main())
        """
    )
    assert (ended.code, ended.lines) == (code, ["cleaned"])
