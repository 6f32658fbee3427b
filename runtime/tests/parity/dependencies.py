"""Dependencies: order, exceptions, caching, overrides, kinds of callables."""

from __future__ import annotations

import contextvars
from functools import partial

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request
from parity.shape import accepts, count, session_of, shape, shapes_of

berth = contextvars.ContextVar("berth", default="none")


@shape("GET /ok", "GET /raise", "GET /http", "GET /422?x=one", "GET /nowhere")
def one_generator(log):
    app, session = FastAPI(), session_of(log)

    @app.get("/ok")
    def ok(db=Depends(session)):
        log("endpoint")
        return count(db)

    @app.get("/raise")
    def fail(db=Depends(session)):
        count(db)
        raise RuntimeError("struck a rock")

    @app.get("/http")
    def http(db=Depends(session)):
        raise HTTPException(418, f"{count(db)} books")

    @app.get("/422")
    def invalid(x: int, db=Depends(session)):
        log("never here")

    return app


@shape("GET /ok", "GET /raise", "GET /inner", "GET /outer")
def nested_generators(log):
    app, outer = FastAPI(), session_of(log, "outer")

    def middle(fail: str = "", db=Depends(outer)):
        log(f"middle opens {count(db)}")
        if fail == "inner":
            raise LookupError("no berth")
        try:
            yield db
        except RuntimeError as error:
            log(f"middle sees {error}")
            raise HTTPException(409, "translated") from error
        finally:
            log(f"middle closes {count(db)}")

    def inner(db=Depends(middle), again=Depends(outer)):
        log(f"inner opens {db is again}")
        yield db
        log("inner closes")

    @app.get("/ok")
    def ok(db=Depends(inner)):
        return count(db)

    @app.get("/raise")
    def fail(db=Depends(inner)):
        raise RuntimeError(f"{count(db)} rocks")

    def failing_inner(db=Depends(outer)):
        raise LookupError("no berth")
        yield

    @app.get("/inner")
    def before(db=Depends(failing_inner)):
        log("never here")

    def failing_late(db=Depends(outer)):
        yield db
        count(db)
        raise ValueError("the rope broke")

    @app.get("/outer")
    def after(db=Depends(failing_late)):
        return count(db)

    return app


@shape("GET /swallow", "GET /swallow-http", "GET /replace", "GET /twice")
def dependencies_that_change_errors(log):
    app = FastAPI()

    def swallow():
        try:
            yield 1
        except RuntimeError as error:
            log(f"swallowed {error}")

    def swallow_http():
        try:
            yield 1
        except HTTPException as error:
            log(f"swallowed {error.status_code}")

    def replace():
        try:
            yield 1
        except RuntimeError:
            raise KeyError("replaced")

    def twice():
        yield 1
        yield 2

    def add(path, dependency, error):
        def endpoint(value=Depends(dependency)):
            log("endpoint")
            if error is not None:
                raise error
            return value

        app.get(path)(endpoint)

    add("/swallow", swallow, RuntimeError("rock"))
    add("/swallow-http", swallow_http, HTTPException(404, "lost"))
    add("/replace", replace, RuntimeError("rock"))
    add("/twice", twice, None)
    return app


@shape("GET /cached", "GET /uncached", "GET /async", "GET /mixed")
def caching_and_colours(log):
    app, session = FastAPI(), session_of(log)

    @app.get("/cached")
    def cached(a=Depends(session), b=Depends(session)):
        return [a is b, count(a), count(b)]

    @app.get("/uncached")
    def uncached(a=Depends(session), b=Depends(session, use_cache=False)):
        return [a is b, count(a), count(b)]

    @app.get("/async")
    async def native(db=Depends(session)):
        return count(db)

    async def native_dependency(db=Depends(session)):
        log("native opens")
        yield count(db)
        log("native closes")

    def plain(number=Depends(native_dependency)):
        log("plain")
        return number + 1

    @app.get("/mixed")
    def mixed(number=Depends(plain), db=Depends(session)):
        return number + count(db)

    return app


class Repository:
    def __init__(self, log):
        self.log = log

    def __call__(self, limit: int = 2):
        self.log(f"called {limit}")
        return limit

    def method(self):
        self.log("method opens")
        yield "method"
        self.log("method closes")

    @classmethod
    def make(cls):
        return cls.__name__

    @staticmethod
    def still():
        return "static"


class Query:
    def __init__(self, db=None, page: int = 1):
        self.page = page


@shape("GET /all", "GET /all?limit=9&page=3")
def kinds_of_callables(log):
    app, repository, session = FastAPI(), Repository(log), session_of(log)

    class Paged(Query):
        def __init__(self, page: int = 1, db=Depends(session)):
            self.page, self.books = page, count(db)
            log(f"constructed with {self.books}")

    def with_prefix(prefix, limit: int = 5):
        return f"{prefix}{limit}"

    @app.get("/all")
    def all_of_them(
        called=Depends(repository),
        method=Depends(repository.method),
        made=Depends(Repository.make),
        still=Depends(Repository.still),
        paged=Depends(Paged),
        part=Depends(partial(with_prefix, "no. ")),
        anonymous=Depends(lambda: "lambda"),
    ):
        return [called, method, made, still, paged.page, paged.books, part, anonymous]

    return app


@shape("GET /")
def overrides(log):
    app = FastAPI()

    def real():
        raise AssertionError("overridden")
        yield

    def fake():
        log("fake opens")
        yield "fake"
        log("fake closes")

    @app.get("/")
    def endpoint(value=Depends(real)):
        return value

    app.dependency_overrides[real] = fake
    return app


@shape("GET /", "GET /", "GET /raise")
def context_variables(log):
    """What a synchronous dependency sets is seen, or not, exactly as in the thread pool."""
    app = FastAPI()

    def plain():
        berth.set("plain")
        return berth.get()

    def generator():
        log(f"generator enters with {berth.get()}")
        token = berth.set("generator")
        try:
            yield berth.get()
        finally:
            log(f"generator leaves with {berth.get()}")
            try:
                berth.reset(token)
            except ValueError as error:
                log(f"reset fails: {'different Context' in str(error)}")

    async def native():
        log(f"native enters with {berth.get()}")
        berth.set("native")
        yield
        log(f"native leaves with {berth.get()}")

    @app.middleware("http")
    async def middleware(request: Request, call_next):
        berth.set("middleware")
        response = await call_next(request)
        log(f"middleware ends with {berth.get()}")
        return response

    @app.get("/")
    def endpoint(a=Depends(plain), b=Depends(generator), c=Depends(native), tasks: BackgroundTasks = None):
        log(f"endpoint sees {berth.get()}")
        berth.set("endpoint")
        tasks.add_task(lambda: log(f"background sees {berth.get()}"))
        return [a, b]

    @app.get("/raise")
    def fail(a=Depends(plain), b=Depends(generator), c=Depends(native)):
        raise HTTPException(400, berth.get())

    return app


@shape("GET /stream", "GET /plain", "GET /raise")
def function_scope(log):
    app, session = FastAPI(), session_of(log)
    from fastapi.responses import StreamingResponse

    early = {"scope": "function"} if accepts(Depends, "scope") else {}

    @app.get("/stream")
    def stream(db=Depends(session, **early)):
        number = count(db)

        def lines():
            log("streaming")
            yield f"{number}"

        return StreamingResponse(lines())

    @app.get("/plain")
    def plain(db=Depends(session, **early), late=Depends(session_of(log, "late"))):
        return count(db) + count(late)

    @app.get("/raise")
    def fail(db=Depends(session, **early), late=Depends(session_of(log, "late"))):
        raise RuntimeError("rock")

    return app


SHAPES = shapes_of(globals())
