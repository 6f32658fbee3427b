"""Tracebacks of failing requests are about the application."""

import traceback

import pytest
from fastapi import Depends, FastAPI
from ferryman import crossing
from sqlalchemy.orm import Session
from support.asgi import get
from support.library import Book


@pytest.fixture
def app(library):
    app = FastAPI()

    def session():
        with Session(library) as opened:
            yield opened

    def repository_find(db, title):
        return db.query(Book).filter(Book.title == title).one()

    @app.get("/books/{title}")
    def endpoint(title: str, db: Session = Depends(session)):
        return repository_find(db, title).title

    return crossing(app)


def test_a_failing_endpoint_shows_its_own_frames_and_few_of_ours(on_loop, app):
    async def main():
        with pytest.raises(Exception) as caught:
            await get(app, "/books/Typhoon")
        return caught.value

    error = on_loop(main)
    frames = traceback.extract_tb(error.__traceback__)
    names = [frame.name for frame in frames]
    assert "endpoint" in names and "repository_find" in names
    assert names.index("endpoint") < names.index("repository_find")
    ours = [frame for frame in frames if "/ferryman/_" in frame.filename]
    between = frames[names.index("endpoint") : names.index("repository_find") + 1]
    assert not [frame for frame in between if frame in ours]
    assert len(ours) <= 12, [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in ours]
    assert "No row was found" in "".join(traceback.format_exception(type(error), error, error.__traceback__))


def test_a_traceback_names_each_frame_once_however_often_the_call_was_suspended(on_loop, app):
    async def main():
        with pytest.raises(Exception) as caught:
            await get(app, "/books/Typhoon")
        return caught.value

    frames = traceback.extract_tb(on_loop(main).__traceback__)
    assert [frame.name for frame in frames].count("endpoint") == 1


def test_the_debuggers_view_of_a_suspended_call_reaches_the_application(on_loop):
    import asyncio

    from ferryman import wait
    from ferryman._places import here
    from ferryman._switch import in_place

    async def native():
        await asyncio.sleep(0)
        return here()

    def service():
        return wait(native())

    async def main():
        return await in_place(service)

    assert on_loop(main).endswith(" native")
