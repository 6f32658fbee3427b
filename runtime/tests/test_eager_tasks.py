"""Eager tasks (Python 3.12): the first step of a task runs in whoever created it."""

import asyncio

import pytest
from ferryman import NothingToWaitOn, _tasks, create_engine, wait
from ferryman._switch import in_place
from support.library import TITLES, titles
from support.loops import ALONE, LOAD, needs_eager_tasks

pytestmark = pytest.mark.skipif(not needs_eager_tasks, reason="eager tasks are new in Python 3.12")
crowds = pytest.mark.parametrize("crowd", [ALONE, LOAD])


@pytest.fixture(params=["before ours", "after ours"])
def eagerly(request, on_loop):
    """Runs `main` on a loop whose application set the eager task factory before or after Ferryman set its own."""

    def run(main):
        async def with_factory():
            loop = asyncio.get_running_loop()
            if request.param == "before ours":
                _tasks.uninstall(loop)
                loop.set_task_factory(asyncio.eager_task_factory)
                _tasks.install(loop)
            else:
                loop.set_task_factory(asyncio.eager_task_factory)
            return await asyncio.create_task(main())

        return on_loop(with_factory)

    return run


def test_a_factory_set_after_ours_is_put_inside_it(eagerly):
    async def main():
        ran = []

        async def child():
            ran.append("eagerly")

        task = asyncio.create_task(child())
        assert ran == ["eagerly"]
        await task
        return getattr(asyncio.get_running_loop().get_task_factory(), "ferryman", False)

    assert eagerly(main) is True


@crowds
def test_each_eager_child_gets_its_own_results_and_never_its_creators(eagerly, crowd):
    def child_call(name):
        seen = [wait(asyncio.sleep(0, (name, leg))) for leg in range(5)]
        return seen

    async def child(name):
        return child_call(name)

    def parent_call(name):
        task = asyncio.get_running_loop().create_task(child(f"child {name}"))
        mine = [wait(asyncio.sleep(0, (name, leg))) for leg in range(5)]
        return mine, wait(task)

    async def main():
        return await asyncio.gather(*(in_place(parent_call, str(number)) for number in range(crowd)))

    for number, (mine, childs) in enumerate(eagerly(main)):
        assert mine == [(str(number), leg) for leg in range(5)]
        assert childs == [(f"child {number}", leg) for leg in range(5)]


@crowds
def test_database_io_in_eager_tasks_started_by_synchronous_code_works(eagerly, library, crowd):
    async def child():
        return titles(library)

    def parent_call():
        task = asyncio.get_running_loop().create_task(child())
        return titles(library), wait(task)

    async def main():
        return await asyncio.gather(*(in_place(parent_call) for _ in range(min(crowd, 20))))

    assert eagerly(main) == [(list(TITLES), list(TITLES))] * min(crowd, 20)


@crowds
def test_sqlalchemys_own_async_session_works_in_eager_tasks_started_from_frames(eagerly, library, tmp_path, crowd):
    from sqlalchemy import text
    from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

    native = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'library.db'}")

    async def child(number):
        async with AsyncSession(native) as session:
            count = (await session.execute(text("select count(*) from books"))).scalar()
            return number, count, (await session.execute(text(f"select {number}"))).scalar()

    def parent_call(number):
        task = asyncio.get_running_loop().create_task(child(number))
        mine = titles(library)
        return mine, wait(task)

    async def main():
        try:
            return await asyncio.gather(*(in_place(parent_call, number) for number in range(min(crowd, 20))))
        finally:
            await native.dispose()

    results = eagerly(main)
    assert results == [(list(TITLES), (number, 3, number)) for number in range(min(crowd, 20))]


def test_anyio_task_groups_keep_their_cancel_scopes_under_an_eager_factory(eagerly, library):
    anyio = pytest.importorskip("anyio")

    async def main():
        found = []

        async def child():
            with anyio.move_on_after(0.01):
                await anyio.sleep(10)
            found.append(titles(library))

        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(child)
        return found

    assert eagerly(main) == [list(TITLES)] * 3


def test_a_task_started_eagerly_past_the_factory_blocks_but_disturbs_nobody(on_loop, library):
    async def child():
        first = titles(library)
        await asyncio.sleep(0)
        return first, titles(library)

    def parent_call():
        loop = asyncio.get_running_loop()
        task = asyncio.Task(child(), loop=loop, eager_start=True)
        return titles(library), wait(task)

    async def main():
        return await in_place(parent_call)

    assert on_loop(main) == (list(TITLES), (list(TITLES), list(TITLES)))


def test_sqlalchemys_asyncio_in_a_task_started_past_the_factory_is_refused_clearly(on_asyncio, tmp_path):
    from sqlalchemy.ext.asyncio import create_async_engine

    native = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'ferry.db'}")
    create_engine(f"sqlite:///{tmp_path / 'ferry.db'}")

    async def child():
        async with native.connect():
            pass

    async def main():
        with pytest.raises(NothingToWaitOn, match="asyncio.create_task"):
            await asyncio.Task(child(), loop=asyncio.get_running_loop(), eager_start=True)
        await native.dispose()

    on_asyncio(main)
