"""Forked children: the parent's loops and threads do not exist there."""

import pytest
from support.programs import output_of

pytestmark = pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="needs fork")

PRELUDE = """
import asyncio, multiprocessing, os, sys, warnings
warnings.simplefilter("ignore", DeprecationWarning)
from ferryman import _programs, _tasks, crossing, wait
from ferryman._switch import in_place
from support.library import library_engine, titles
engine = library_engine(sys.argv[1])
loop = asyncio.new_event_loop()
_tasks.install(loop)
_programs.patch_run()

def run(main):
    return loop.run_until_complete(asyncio.wait_for(main(), 30))

async def sleepy():
    await asyncio.sleep(0)
    return "slept"
"""


def forks(text, tmp_path):
    return output_of(PRELUDE + text, tmp_path / "library.db")


def test_a_child_forked_from_plain_code_does_its_own_io(tmp_path):
    lines = forks(
        """
def child():
    print("child", len(titles(engine)), wait(sleepy()), flush=True)

print("parent", len(titles(engine)), flush=True)
process = multiprocessing.get_context("fork").Process(target=child)
process.start(); process.join(30)
print("parent", process.exitcode, len(titles(engine)))
""",
        tmp_path,
    )
    assert lines == ["parent 3", "child 3 slept", "parent 0 3"]


def test_a_child_forked_inside_a_frame_does_not_go_on_with_its_parents_loop(tmp_path):
    lines = forks(
        """
def child():
    print("child", len(titles(engine)), wait(sleepy()), asyncio.run(sleepy()), flush=True)

def handler():
    wait(asyncio.sleep(0))
    first = len(titles(engine))
    process = multiprocessing.get_context("fork").Process(target=child)
    process.start(); process.join(30)
    return first, process.exitcode, len(titles(engine)), wait(sleepy())

async def main():
    return await in_place(handler)

print("parent", *run(main))
""",
        tmp_path,
    )
    assert lines == ["child 3 slept slept", "parent 3 0 3 slept"]


def test_a_child_forked_inside_a_native_task_can_drive_a_loop_of_its_own(tmp_path):
    lines = forks(
        """
async def native():
    return await in_place(titles, engine)

def child():
    fresh = asyncio.new_event_loop()
    _tasks.install(fresh)
    print("child", len(fresh.run_until_complete(native())), flush=True)

async def main():
    await native()
    process = multiprocessing.get_context("fork").Process(target=child)
    process.start(); process.join(30)
    return process.exitcode, len(await native())

print("parent", *run(main))
""",
        tmp_path,
    )
    assert lines == ["child 3", "parent 0 3"]


def test_a_pool_of_forked_workers_serves_a_synchronous_call(tmp_path):
    lines = forks(
        """
def count(_):
    return len(titles(engine))

def handler():
    titles(engine)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return pool.map(count, range(4))

async def main():
    return await in_place(handler)

print(*run(main))
""",
        tmp_path,
    )
    assert lines == ["3 3 3 3"]


def test_os_fork_in_a_frame_lets_the_child_exit_without_touching_the_parents_connections(tmp_path):
    lines = forks(
        """
def handler():
    from sqlalchemy.orm import Session
    from support.library import Book
    with Session(engine) as session:
        before = session.query(Book).count()
        pid = os.fork()
        if pid == 0:
            print("child", len(titles(engine)), flush=True)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        return before, status, session.query(Book).count()

async def main():
    return await in_place(handler)

print("parent", *run(main))
""",
        tmp_path,
    )
    assert lines == ["child 3", "parent 3 0 3"]
