"""What the guard counts, and where."""

import asyncio
import json
import time

import pytest
from fastapi import FastAPI
from ferryman import crossing, guard, to_thread, wait
from ferryman._switch import in_place
from support.asgi import get
from support.library import titles
from support.loops import until
from support.programs import output_of

HERE = "test_guard.py:"


@pytest.fixture
def counting():
    started = guard(threshold=0.05)
    yield started
    started.stop()


def hold_the_loop():
    time.sleep(0.4)


def test_a_call_that_holds_the_loop_is_reported_with_its_place(on_loop, counting):
    async def main():
        await asyncio.sleep(0.2)
        hold_the_loop()
        await until(lambda: any("hold_the_loop" in place for place in counting.stalls))

    on_loop(main)
    (place,) = [place for place in counting.stalls if "hold_the_loop" in place]
    count, longest = counting.stalls[place]
    assert HERE in place and count == 1 and longest > 0.05


def test_a_call_that_holds_the_loop_inside_a_frame_is_reported_too(on_loop, counting):
    async def main():
        await asyncio.sleep(0.2)
        await in_place(hold_the_loop)
        await until(lambda: any("hold_the_loop" in place for place in counting.stalls))

    on_loop(main)


def test_a_loop_that_waits_or_works_in_threads_is_not_held(on_loop, counting, library):
    async def main():
        await asyncio.gather(asyncio.sleep(0.2), to_thread(time.sleep, 0.2), in_place(wait, asyncio.sleep(0.2)))

    on_loop(main)
    assert not [place for place in counting.stalls if "time" in place or "sleep" in place]


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
    assert {"totals", "statements", "endpoints", "unclosed"} <= kinds
    assert ("implicit-io" in kinds) is with_places
    (endpoints, _) = [record for record in records if record["kind"] == "endpoints"]
    assert endpoints["bridged"] == ["__main__:endpoint"]
    assert all(record["async"] > 0 for record in records if record["kind"] == "statements")
