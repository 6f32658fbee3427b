"""Programs end when they should, quietly."""

import pytest
from support.programs import output_of, program

USES = """
import asyncio, sys, threading
from ferryman import _tasks, wait
from ferryman._switch import in_place
from support.library import library_engine, titles
engine = library_engine(sys.argv[1])
"""


def test_a_program_with_open_connections_ends(tmp_path):
    lines = output_of(USES + "kept = engine.connect(); print(len(titles(engine)))", tmp_path / "ferry.db")
    assert lines == ["3"]


def test_a_program_whose_loop_used_the_engine_ends_without_disposing_of_it(tmp_path):
    lines = output_of(
        USES
        + """
async def main():
    _tasks.install(asyncio.get_running_loop())
    return await asyncio.gather(*(asyncio.ensure_future(in_place(titles, engine)) for _ in range(5)))

print(len(asyncio.run(main())), len(asyncio.run(main())))
""",
        tmp_path / "ferry.db",
    )
    assert lines == ["5 5"]


def test_a_program_that_ends_with_calls_still_waiting_does_not_hang(tmp_path):
    ended = program(
        USES
        + """
def forever():
    try:
        wait(asyncio.Event().wait())
    finally:
        print("left", flush=True)

async def main():
    _tasks.install(asyncio.get_running_loop())
    asyncio.ensure_future(in_place(forever))
    await asyncio.sleep(0.01)

asyncio.run(main())
print("end")
""",
        tmp_path / "ferry.db",
    )
    assert (ended.code, ended.lines) == (0, ["left", "end"])


@pytest.mark.parametrize("how", ["loop.close()", "del loop", "pass"])
def test_a_loop_closed_or_dropped_with_suspended_frames_does_not_hang(tmp_path, how):
    ended = program(
        USES
        + f"""
import gc

def forever(gate):
    try:
        wait(gate.wait())
    finally:
        print(len(titles(engine)))

async def main():
    for _ in range(3):
        asyncio.ensure_future(in_place(forever, asyncio.Event()))
    await asyncio.sleep(0.01)

loop = asyncio.new_event_loop()
_tasks.install(loop)
loop.run_until_complete(main())
{how}
gc.collect()
print("end", flush=True)
""",
        tmp_path / "ferry.db",
        seconds=30,
    )
    assert ended.code == 0 and "end" in ended.lines


def test_a_daemon_thread_in_the_middle_of_io_does_not_hold_the_program(tmp_path):
    ended = program(
        USES
        + """
threading.Thread(target=lambda: wait(asyncio.Event().wait()), daemon=True).start()
print("end")
""",
        tmp_path / "ferry.db",
        seconds=30,
    )
    assert (ended.code, ended.lines) == (0, ["end"])
