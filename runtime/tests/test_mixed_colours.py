"""Applications in which some functions are native and some are not, on one session and in one transaction."""

import asyncio
import threading

import pytest
from fastapi import Depends, FastAPI
from ferryman import async_session, crossing, wait
from sqlalchemy.orm import Session
from support.asgi import get
from support.catalogue import acquire, acquired, count, titles
from support.library import TITLES, Book
from support.loops import ALONE, LOAD
from support.programs import output_of

ACQUIRED = [*TITLES, "Typee (0 loans)"]


@pytest.fixture
def database(library):
    def session():
        with Session(library) as opened:
            yield opened

    return session


def catalogue(database):
    app = FastAPI()

    @app.get("/native")
    async def native(title: str, db: Session = Depends(database)):
        before = db.query(Book).count()
        return [before, await acquire(db, title), [title async for title in titles(db)]]

    @app.get("/through")
    async def native_through_bridged(title: str, db: Session = Depends(database)):
        before = await count(db)
        return [before, acquired(db, title), [title async for title in titles(db)]]

    @app.get("/bridged")
    def bridged(title: str, db: Session = Depends(database)):
        async def gathered():
            return [title async for title in titles(db)]

        return [db.query(Book).count(), wait(acquire(db, title)), wait(gathered())]

    @app.get("/rolled-back")
    async def rolled_back(title: str, db: Session = Depends(database)):
        await acquire(db, title)
        db.rollback()
        between = await count(db)
        acquired(db, title)
        await async_session(db).rollback()
        return [between, db.query(Book).count()]

    return app


@pytest.mark.parametrize("bridged", [None, []], ids=["on the loop", "in threads"])
@pytest.mark.parametrize("path", ["native", "through", "bridged"])
def test_each_order_of_colours_gives_the_same_answer(on_loop, library, database, path, bridged):
    app = crossing(catalogue(database), bridged=bridged)

    async def main():
        return (await get(app, f"/{path}?title=Typee")).json, library.pool.checkedout()

    assert on_loop(main) == ([3, 4, ACQUIRED], 0)


@pytest.mark.parametrize("bridged", [None, []], ids=["on the loop", "in threads"])
def test_what_one_face_rolls_back_is_gone_for_the_other(on_loop, database, bridged):
    app = crossing(catalogue(database), bridged=bridged)

    async def main():
        return (await get(app, "/rolled-back?title=Typee")).json

    assert on_loop(main) == [3, 3]


@pytest.mark.parametrize("bridged", [None, []], ids=["on the loop", "in threads"])
def test_many_requests_of_all_colours_at_once(on_loop, library, database, bridged):
    """None of them commits: SQLite lets one of them write at a time, the others read."""
    app = FastAPI()

    @app.get("/native")
    async def native(db: Session = Depends(database)):
        return [await count(db), db.query(Book).count()]

    @app.get("/bridged")
    def synchronous(db: Session = Depends(database)):
        return [wait(count(db)), db.query(Book).count()]

    crossing(app, bridged=bridged)

    async def main():
        paths = [("/native", "/bridged")[number % 2] for number in range(LOAD)]
        return [answer.json for answer in await asyncio.gather(*(get(app, path) for path in paths))]

    assert on_loop(main) == [[3, 3]] * LOAD


@pytest.mark.parametrize("bridged", [None, []], ids=["on the loop", "in threads"])
def test_native_and_synchronous_dependencies_share_a_session(on_loop, library, database, bridged):
    log, app = [], FastAPI()

    async def transaction(db: Session = Depends(database)):
        async with async_session(db).begin():
            db.add(Book(title="Typee"))
            yield db
            log.append(("committing", await count(db)))
        log.append("committed")

    def audited(db: Session = Depends(database)):
        yield db.query(Book).count()
        log.append(("audited", db.query(Book).count()))

    @app.get("/")
    async def endpoint(db: Session = Depends(transaction), before: int = Depends(audited)):
        return [before, await count(db), db.query(Book).count()]

    crossing(app, bridged=bridged)

    async def main():
        return (await get(app, "/")).json

    assert on_loop(main) == [4, 4, 4]
    assert log == [("audited", 4), ("committing", 4), "committed"]
    with Session(library) as session:
        assert session.query(Book).count() == 4


def test_a_failing_endpoint_rolls_a_native_transaction_back(on_loop, library, database):
    app = FastAPI()

    async def transaction(db: Session = Depends(database)):
        async with async_session(db).begin():
            yield db

    @app.get("/")
    def endpoint(db: Session = Depends(transaction)):
        db.add(Book(title="torn"))
        db.flush()
        raise ZeroDivisionError

    crossing(app)

    async def main():
        with pytest.raises(ZeroDivisionError):
            await get(app, "/")
        with Session(library) as session:
            return await count(session), library.pool.checkedout()

    assert on_loop(main) == (3, 1)


def test_an_override_may_hand_out_a_session_of_the_tests_own(on_loop, library, database):
    app = crossing(catalogue(database))

    async def main():
        with Session(library) as session:
            session.add(Book(title="Omoo"))
            app.dependency_overrides[database] = lambda: session
            answers = [(await get(app, f"/{path}?title={path}")).json[:2] for path in ("native", "through", "bridged")]
            return answers, session.query(Book).count()

    assert on_loop(main) == ([[4, 5], [5, 6], [6, 7]], 7)


class Shelf:
    """Places in which there is no `await`."""

    def __init__(self, db):
        self.db = db
        self.books = wait(count(db))

    @property
    def size(self):
        return wait(count(self.db))

    def __len__(self):
        return wait(count(self.db))

    def __iter__(self):
        yield from (wait(count(self.db)) for _ in range(2))


def places_without_await(db):
    shelf = Shelf(db)
    counts = {"init": shelf.books, "property": shelf.size, "len": len(shelf), "generator": list(shelf)}
    counts["expression"] = sum(wait(count(db)) for _ in range(3))
    counts["lambda"] = sorted([2, 1], key=lambda number: number * wait(count(db)))
    counts["comprehension"] = {wait(count(db)) for _ in range(3)}
    counts["default"] = (lambda number=wait(count(db)): number)()
    counts["format"] = f"{wait(count(db))} books"
    return counts


EVERYWHERE = {
    "init": 3,
    "property": 3,
    "len": 3,
    "generator": [3, 3],
    "expression": 9,
    "lambda": [1, 2],
    "comprehension": {3},
    "default": 3,
    "format": "3 books",
}


@pytest.mark.parametrize("crowd", [ALONE, LOAD])
def test_wait_in_places_without_await(on_loop, library, crowd):
    async def main():
        async def native():
            with Session(library) as db:
                return places_without_await(db)

        return await asyncio.gather(*(native() for _ in range(crowd)))

    assert on_loop(main) == [EVERYWHERE] * crowd


def test_wait_in_places_without_await_in_scripts_and_threads(library):
    with Session(library) as db:
        assert places_without_await(db) == EVERYWHERE
    found = []

    def work():
        with Session(library) as db:
            found.append(places_without_await(db))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [EVERYWHERE]


SCRIPT = """
    import sys
    from ferryman import create_engine, wait
    from sqlalchemy.orm import Session
    from support.catalogue import acquire, acquired, count, titles
    from support.library import Book, fill
    engine = fill(create_engine(f"sqlite:///{sys.argv[1]}", connect_args={"check_same_thread": False}))
    with Session(engine) as db:
        AT_IMPORT = wait(count(db))
    class Settings:
        books = AT_IMPORT + wait(count(db))
    def main():
        with Session(engine) as db:
            print(AT_IMPORT, Settings.books, wait(acquire(db, "Typee")), acquired(db, "Omoo"), db.query(Book).count())
            db.commit()
            async def gathered():
                return [title async for title in titles(db)]
            print(wait(gathered()))
    main()
"""


@pytest.mark.parametrize("mode", ["bridged", "threaded"])
def test_import_time_and_scripts(tmp_path, mode):
    assert output_of(SCRIPT, tmp_path / "library.db", FERRYMAN=mode) == [
        "3 6 4 5 5",
        str([*ACQUIRED, "Omoo (0 loans)"]),
    ]


def test_a_program_of_asyncio_run_may_use_both_faces(tmp_path):
    program = SCRIPT.replace(
        "    main()\n",
        """
    import asyncio
    async def program():
        with Session(engine) as db:
            before = await acquire(db, "Typee"), acquired(db, "Omoo")
            return before, [title async for title in titles(db)]
    print(asyncio.run(program()))
    """,
    )
    for mode in "bridged", "threaded":
        lines = output_of(program, tmp_path / f"{mode}.db", FERRYMAN=mode)
        assert lines == [str(((4, 5), [*ACQUIRED, "Omoo (0 loans)"]))]
