"""What the guard counts, and where."""

import asyncio
import gc
import json
import os
import subprocess
import sys
import threading
import time

import pytest
from fastapi import FastAPI
from ferryman import _places, crossing, guard, to_thread, wait
from ferryman._switch import in_place
from support.asgi import get
from support.library import titles
from support.loops import until
from support.programs import output_of

HERE = "test_guard.py:"

knows_tasks = sys.version_info >= (3, 12)


@pytest.fixture
def counting():
    started = guard(threshold=0.05)
    yield started
    started.stop()


def hold_the_loop(seconds=0.4):
    time.sleep(seconds)


def compute(seconds=0.3):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


def stalls_in(counting, name):
    return [stall for stall in counting.stalls if stall.place.endswith(f" {name}")]


def held(stall):
    """Without the time for which the machine gave the thread no CPU."""
    return stall.seconds - (stall.queued or 0)


@pytest.mark.parametrize("call", [lambda: hold_the_loop(), lambda: in_place(hold_the_loop)], ids=["plain", "in a frame"])
def test_a_call_that_holds_the_loop_is_reported_with_its_place(on_loop, counting, call):
    async def main():
        await asyncio.sleep(0.2)
        result = call()
        if result is not None:
            await result
        await until(lambda: stalls_in(counting, "hold_the_loop"))

    on_loop(main)
    (stall,) = stalls_in(counting, "hold_the_loop")
    assert HERE in stall.place and stall.seconds > 0.3


def test_a_call_that_computes_is_told_from_one_that_waits_by_the_time_its_thread_had_a_cpu(on_loop, counting):
    async def main():
        await asyncio.sleep(0.1)
        hold_the_loop()
        await asyncio.sleep(0.1)
        compute()
        await until(lambda: stalls_in(counting, "compute"))

    on_loop(main)
    (waited,), (computed,) = stalls_in(counting, "hold_the_loop"), stalls_in(counting, "compute")
    assert waited.cpu < 0.1 < 0.25 < computed.cpu <= computed.seconds


def test_the_work_of_other_threads_meanwhile_is_told_apart(on_asyncio, counting):
    async def main():
        await asyncio.sleep(0.1)
        other = threading.Thread(target=compute)
        other.start()
        other.join()

    on_asyncio(main)
    (stall,) = [stall for stall in counting.stalls if stall.others > 0.2]
    assert stall.cpu < 0.1 and HERE in stall.place


def test_the_garbage_collector_is_told_apart(on_asyncio, counting):
    books = [[number] for number in range(200_000)]

    async def main():
        await asyncio.sleep(0.1)
        for _ in range(8):
            gc.collect()

    on_asyncio(main)
    assert len(books) == 200_000
    (stall,) = stalls_in(counting, "main")
    assert stall.seconds / 2 < stall.collecting <= stall.seconds


@pytest.mark.skipif(not os.path.exists("/proc/thread-self/schedstat"), reason="only Linux tells")
def test_a_thread_that_had_to_queue_for_a_cpu_is_told_apart(on_asyncio, counting):
    cpu = min(os.sched_getaffinity(0))
    rivals = [subprocess.Popen([sys.executable, "-c", CROWD_OUT, str(cpu)]) for _ in range(2)]

    async def main():
        before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {cpu})  # this thread alone
        try:
            await asyncio.sleep(0.3)
            compute(0.2)
        finally:
            os.sched_setaffinity(0, before)

    try:
        on_asyncio(main)
    finally:
        for rival in rivals:
            rival.kill()
            rival.wait()
    (stall,) = stalls_in(counting, "compute")
    assert stall.queued > 0.1 and stall.seconds - stall.queued < stall.seconds * 0.8


CROWD_OUT = """
import os, sys
os.sched_setaffinity(0, {int(sys.argv[1])})
while os.getppid() != 1:
    pass
"""


def test_native_code_that_lets_no_thread_look_is_reported_all_the_same(on_asyncio, counting):
    async def main():
        await asyncio.sleep(0.1)
        sum(range(20_000_000))
        await asyncio.sleep(0)

    on_asyncio(main)
    (stall,) = counting.stalls
    assert stall.cpu > 0.1 and (HERE in stall.place or "nobody could look" in stall.place)


def test_the_stack_of_a_thread_that_goes_on_is_that_of_one_moment():
    deepest = 60
    begun, over = threading.Event(), threading.Event()

    def descend(depth):
        return 0 if depth == 0 else 1 + descend(depth - 1)

    def work():
        begun.set()
        while not over.is_set():
            descend(deepest)

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    stacks = []
    for _ in range(100):
        time.sleep(0.001)
        stacks.append(_places.lines_of(thread.ident))
    over.set()
    thread.join()
    for stack in stacks:
        names = [function for _, _, function in stack]
        assert names[-1] == "_bootstrap" and names.count("descend") <= deepest + 1
        assert names.count("work") == 1
    assert any(function == "descend" for stack in stacks for _, _, function in stack)
    assert _places.lines_of(thread.ident) == []


def test_turns_shorter_than_the_threshold_are_no_stall_however_many_there_are(on_asyncio, counting):
    async def main():
        for _ in range(30):
            hold_the_loop(0.01)
            await asyncio.sleep(0)

    on_asyncio(main)
    # A busy machine may make one of them long, though not as long as all of them.
    assert all(held(stall) < 0.2 for stall in counting.stalls)


def test_a_stall_names_the_endpoint_that_was_being_served(on_loop, counting):
    app = FastAPI()

    def slow():
        hold_the_loop(0.2)

    async def slow_already():
        hold_the_loop(0.2)

    app.get("/slow")(slow)
    app.get("/already")(slow_already)
    name = f"{__name__}:test_a_stall_names_the_endpoint_that_was_being_served.<locals>"
    crossing(app, bridged=[f"{name}.slow"])

    async def main():
        for path in ("/slow", "/already"):
            # As a server does: each request in a task of its own.
            await asyncio.create_task(get(app, path))
        await until(lambda: len(stalls_in(counting, "hold_the_loop")) == 2)

    on_loop(main)
    seen = [stall.record()["samples"][0] for stall in stalls_in(counting, "hold_the_loop")]
    told = [(sample["endpoint"], sample["bridged"], sample["in_place"], sample["scope"]) for sample in seen]
    if not knows_tasks and told[0][0] is None:
        pytest.skip("before Python 3.12 the watchdog cannot ask uvloop's tasks for their request")
    assert told == [(f"{name}.slow", True, True, "http"), (f"{name}.slow_already", False, False, "http")]
    assert counting.served == {f"{name}.slow": 1}


def test_a_loop_that_waits_or_works_in_threads_is_not_held(on_loop, counting, library):
    async def main():
        await asyncio.gather(asyncio.sleep(0.2), to_thread(time.sleep, 0.2), in_place(wait, asyncio.sleep(0.2)))

    on_loop(main)
    assert all(held(stall) < 0.1 for stall in counting.stalls)


def test_a_stopped_guard_leaves_asyncio_as_it_was():
    before = asyncio.Handle._run
    started = guard()
    assert asyncio.Handle._run is not before
    started.stop()
    assert asyncio.Handle._run is before


def test_implicit_io_waits_and_calls_are_counted_by_place(on_loop, counting, library):
    async def native():
        await asyncio.sleep(0)

    def call():
        wait(native())
        return titles(library)

    async def main():
        for _ in range(3):
            await in_place(call)

    on_loop(main)
    places = {(kind, place.rpartition(" ")[2]): count for (kind, place), count in counting.crossings.items()}
    assert places["wait", "call"] == 3
    assert places["in-place", "main"] == 3
    assert places["implicit-io", "titles"] >= 3
    assert counting.totals["wait"] == 3


def test_endpoints_are_listed_by_where_they_ran(on_loop, counting):
    app = FastAPI()

    def on_the_loop():
        return 1

    def in_a_thread():
        return 2

    app.get("/loop")(on_the_loop)
    app.get("/thread")(in_a_thread)
    name = f"{__name__}:test_endpoints_are_listed_by_where_they_ran.<locals>"
    crossing(app, bridged=[f"{name}.on_the_loop"])

    async def main():
        return (await get(app, "/loop")).json, (await get(app, "/thread")).json

    assert on_loop(main) == (1, 2)
    assert counting.endpoints == {"bridged": {f"{name}.on_the_loop"}, "threaded": {f"{name}.in_a_thread"}}
    assert counting.totals["in-place"] == counting.totals["threaded"] == 1


def test_statements_are_counted_also_for_engines_made_before_the_guard(on_loop, library):
    started = guard(places=False)

    async def main():
        await in_place(titles, library)

    on_loop(main)
    assert started.statements["async"] >= 1 and started.statements["sync"] == 0
    started.stop()


def test_a_stopped_guard_counts_nothing_more(on_loop, library):
    started = guard()
    started.stop()

    async def main():
        await in_place(titles, library)

    on_loop(main)
    assert not started.totals and not started.crossings


@pytest.mark.parametrize("variable, with_places", [("FERRYMAN_GUARD", True), ("FERRYMAN_STATS", False)])
def test_a_program_writes_its_counts_to_the_file_named_in_the_environment(tmp_path, variable, with_places):
    counts = tmp_path / "counts.ndjson"
    text = """
        import asyncio, sys
        from fastapi import FastAPI
        from ferryman import crossing
        from support.asgi import get
        from support.library import library_engine, titles
        engine = library_engine(sys.argv[1])
        app = FastAPI()
        @app.get("/titles")
        def endpoint():
            return titles(engine)
        crossing(app)
        print(asyncio.run(get(app, "/titles")).json)
    """
    for _ in range(2):
        output_of(text, tmp_path / f"{_}.db", **{variable: str(counts)})
    records = [json.loads(line) for line in counts.read_text().splitlines()]
    assert len({record["pid"] for record in records}) == 2
    kinds = {record["kind"] for record in records}
    assert {"totals", "statements", "endpoints", "served", "unclosed"} <= kinds
    assert ("implicit-io" in kinds) is with_places
    (endpoints, _) = [record for record in records if record["kind"] == "endpoints"]
    assert endpoints["bridged"] == ["__main__:endpoint"]
    assert all(record["async"] > 0 for record in records if record["kind"] == "statements")
