"""`scoped_session`: one session for each request, closed at its end; outside of requests, one for each thread."""

import asyncio
import threading

import pytest
from fastapi import Depends, FastAPI
from ferryman import crossing, scoped_session, to_thread, wait
from ferryman._switch import in_place
from sqlalchemy.orm import sessionmaker
from support.asgi import get
from support.library import Book, library_engine, titles
from support.loops import LOAD


@pytest.fixture
def sessions(library):
    registry = scoped_session(sessionmaker(library))
    yield registry
    registry.remove()


def books_app(sessions, seen):
    app = FastAPI()

    def who():
        return id(sessions())

    @app.get("/books/{number}")
    def books(number: int, first=Depends(who)):
        seen.append(sessions())
        sessions.add(Book(title=f"volume {number}"))
        sessions.flush()
        wait(asyncio.sleep(0.001))
        mine = sessions.query(Book).filter(Book.title.like("volume%")).count()
        return [first == id(sessions()), mine]

    @app.get("/kept")
    def kept():
        sessions.query(Book).count()
        return "not removed"

    return crossing(app)


def test_every_request_has_a_session_of_its_own_and_sees_its_own_work_alone(on_loop, sessions, library):
    seen = []
    app = books_app(sessions, seen)

    async def main():
        # SQLite lets one write at a time; each request is on its own here, all of them one after another.
        answers = [await get(app, f"/books/{number}") for number in range(5)]
        return [answer.json for answer in answers], library.pool.checkedout()

    assert on_loop(main) == ([[True, 1]] * 5, 0)
    assert len({id(session) for session in seen}) == 5


def test_sessions_left_in_the_registry_are_closed_at_the_end_of_their_request(on_loop, sessions, library):
    app = books_app(sessions, [])

    async def main():
        answers = await asyncio.gather(*(get(app, "/kept") for _ in range(LOAD)))
        return {answer.json for answer in answers}, library.pool.checkedout()

    assert on_loop(main) == ({"not removed"}, 0)


def test_a_plain_thread_inside_a_request_has_a_session_of_its_own(on_loop, sessions):
    app, found = FastAPI(), {}

    @app.get("/")
    def endpoint():
        found["request"] = sessions()
        thread = threading.Thread(target=lambda: found.update(thread=sessions()) or sessions.remove())
        thread.start()
        thread.join()
        return found["request"] is not found["thread"]

    crossing(app)

    async def main():
        return (await get(app, "/")).json

    assert on_loop(main) is True


def test_two_workers_of_one_request_never_share_a_session(on_loop, sessions):
    app = FastAPI()

    def work(barrier):
        mine = sessions()
        barrier.wait(20)  # both are here at once
        count = mine.query(Book).count()
        sessions.remove()
        return mine, count

    @app.get("/")
    async def endpoint():
        barrier = threading.Barrier(2)
        results = await asyncio.gather(to_thread(work, barrier), asyncio.to_thread(work, barrier))
        found = {session for session, _ in results} | {sessions()}
        return [len(found), [count for _, count in results]]

    crossing(app)

    async def main():
        return (await get(app, "/")).json

    assert on_loop(main) == [3, [3, 3]]


def test_an_endpoint_that_stays_threaded_shares_its_requests_session_with_its_dependencies(on_loop, sessions, library):
    app, seen = FastAPI(), {}

    def dependency():
        seen["dependency"] = sessions()
        seen["dependency"].query(Book).count()

    @app.get("/")
    def endpoint(_=Depends(dependency)):
        return sessions() is seen["dependency"]

    crossing(app, bridged=[])

    async def main():
        return (await get(app, "/")).json, library.pool.checkedout()

    assert on_loop(main) == (True, 0)


def test_outside_of_requests_each_thread_has_its_own(sessions):
    found = [sessions()]
    thread = threading.Thread(target=lambda: found.append(sessions()))
    thread.start()
    thread.join()
    assert found[0] is sessions() and found[0] is not found[1]


def test_a_scope_function_of_the_applications_own_is_kept(library):
    registry = scoped_session(sessionmaker(library), scopefunc=lambda: "the one")
    found = []
    thread = threading.Thread(target=lambda: found.append(registry()))
    thread.start()
    thread.join()
    assert found == [registry()]
    registry.remove()


def test_remove_and_configure_work_as_ever(on_loop, sessions, tmp_path):
    async def main():
        def use():
            first = sessions()
            sessions.remove()
            assert sessions() is not first
            sessions.remove()

        await in_place(use)

    on_loop(main)
    other = library_engine(tmp_path / "other.db")
    registry = scoped_session(sessionmaker())
    registry.configure(bind=other)
    assert registry.query(Book).count() == 3
    registry.remove()
    assert titles(other)
    other.dispose()
