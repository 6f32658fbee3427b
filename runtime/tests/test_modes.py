"""FERRYMAN=threaded, strict, and values that do not exist."""

import pytest
from support.programs import output_of, program

APPLICATION = """
    import asyncio, sys, threading
    from fastapi import FastAPI
    from ferryman import crossing, create_engine, scoped_session, wait
    from support.asgi import get
    from support.library import fill, titles
    from sqlalchemy.orm import sessionmaker
    engine = create_engine(f"sqlite:///{sys.argv[1]}", connect_args={"check_same_thread": False})
    app = FastAPI()
    @app.get("/")
    def endpoint():
        titles(engine)
        return threading.current_thread() is threading.main_thread()
    @app.get("/native")
    async def native():
        return len(titles(engine))
    crossing(app)
"""


def test_threaded_mode_is_as_if_the_package_were_not_there(tmp_path):
    lines = output_of(
        APPLICATION
        + """
    import fastapi.routing, sqlalchemy, starlette.concurrency
    fill(engine)
    print(engine.dialect.is_async, asyncio.run(get(app, "/")).json, asyncio.run(get(app, "/native")).json)
    print(fastapi.routing.run_in_threadpool is starlette.concurrency.run_in_threadpool, asyncio.run.__module__)
    print(type(scoped_session(sessionmaker(engine)).registry).__name__)
    """,
        tmp_path / "ferry.db",
        FERRYMAN="threaded",
    )
    assert lines == ["False False 3", "True asyncio.runners", "ThreadLocalRegistry"]


def test_wait_works_in_threaded_mode_too(tmp_path):
    lines = output_of(
        """
        import asyncio
        from fastapi import FastAPI
        from ferryman import crossing, to_thread, wait
        from support.asgi import get
        async def knots():
            await asyncio.sleep(0)
            return 7
        app = FastAPI()
        @app.get("/")
        def endpoint():
            return wait(knots()) + wait(to_thread(lambda: 1))
        crossing(app)
        print(asyncio.run(get(app, "/")).json)
        """,
        FERRYMAN="threaded",
    )
    assert lines == ["8"]


def test_strict_mode_raises_where_implicit_io_happens_and_lets_native_code_work(tmp_path):
    lines = output_of(
        APPLICATION
        + """
    import os
    from ferryman import ImplicitIO
    from sqlalchemy import exc, text
    from sqlalchemy.ext.asyncio import create_async_engine
    fill(engine)
    for path in "/", "/native":
        try:
            asyncio.run(get(app, path))
        except ImplicitIO as error:
            print(path, isinstance(error, exc.MissingGreenlet), "implicit I/O" in str(error))

    async def native():
        asynchronous = create_async_engine(f"sqlite+aiosqlite:///{sys.argv[1]}")
        async with asynchronous.connect() as connection:
            print((await connection.execute(text("select count(*) from books"))).scalar())
            print(await connection.run_sync(lambda sync: sync.execute(text("select 1")).scalar()))
        await asynchronous.dispose()

    asyncio.run(native())
    """,
        tmp_path / "ferry.db",
        FERRYMAN="strict",
    )
    assert lines == ["/ True True", "/native True True", "3", "1"]


@pytest.mark.parametrize("value", ["thread", "off", "1"])
def test_a_mistyped_mode_is_an_error(value):
    ended = program("from fastapi import FastAPI; from ferryman import crossing; crossing(FastAPI())", FERRYMAN=value)
    assert ended.code == 1
    assert "expected one of bridged, threaded, strict" in ended.err
