"""How applications are put together: routers, mounts, middleware, lifespans, websockets, routes outside FastAPI."""

from __future__ import annotations

from contextlib import contextmanager

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, WebSocket
from fastapi.routing import APIRoute
from ferryman import crossing
from parity.shape import count, session_of, shape, shapes_of
from sqlalchemy.orm import Session
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import PlainTextResponse


@shape("GET /v1/books", "GET /v1/deep/books", "GET /v1/deep/raise")
def routers_with_prefixes_and_dependencies(log):
    app, session = FastAPI(dependencies=[Depends(session_of(log, "app"))]), session_of(log)
    router = APIRouter(prefix="/v1", dependencies=[Depends(session_of(log, "router"))])
    deep = APIRouter()

    @router.get("/books")
    @deep.get("/books")
    def books(db=Depends(session)):
        return count(db)

    @deep.get("/raise")
    def fail(db=Depends(session)):
        raise HTTPException(410, str(count(db)))

    router.include_router(deep, prefix="/deep", dependencies=[Depends(session_of(log, "deep"))])
    app.include_router(router)
    return app


@shape("GET /sub/books", "GET /crossed/books", "GET /books", "GET /sub/nowhere")
def mounted_applications(log):
    app, plain, crossed = FastAPI(), FastAPI(), FastAPI()
    for part in (app, plain, crossed):
        part.get("/books")(endpoint_of(log))
    app.mount("/sub", plain)
    app.mount("/crossed", crossing(crossed))
    return app


def endpoint_of(log):
    def books(db=Depends(session_of(log))):
        log("endpoint")
        return count(db)

    return books


@shape("GET /ok", "GET /raise", "GET /http")
def session_in_base_http_middleware(log):
    app = FastAPI()

    @app.middleware("http")
    async def database(request: Request, call_next):
        request.state.db = Session(log.engine)
        try:
            log(f"middleware counts {count(request.state.db)}")
            response = await call_next(request)
            request.state.db.commit()
            log("committed")
            return response
        finally:
            request.state.db.close()
            log("middleware closes")

    class Outer(BaseHTTPMiddleware):
        async def dispatch(self, request, call_next):
            log("outer enters")
            response = await call_next(request)
            log(f"outer leaves {response.status_code}")
            return response

    app.add_middleware(Outer)

    def from_state(request: Request):
        log("from state")
        return request.state.db

    @app.get("/ok")
    def ok(db=Depends(from_state)):
        return count(db)

    @app.get("/raise")
    def fail(db=Depends(from_state)):
        raise RuntimeError(f"{count(db)} rocks")

    @app.get("/http")
    def http(request: Request):
        raise HTTPException(402, str(count(request.state.db)))

    return app


@shape("GET /ok")
def middleware_that_copies_the_scope(log):
    app = FastAPI()

    class Copies:
        def __init__(self, app):
            self.app = app

        async def __call__(self, scope, receive, send):
            await self.app(dict(scope), receive, send)

    app.add_middleware(Copies)
    app.get("/ok")(endpoint_of(log))
    return app


@shape("WS /echo ahoy", "WS /refused", "WS /raise ahoy")
def websockets(log):
    app, session = FastAPI(), session_of(log)

    @app.websocket("/echo")
    async def echo(socket: WebSocket, db=Depends(session)):
        await socket.accept()
        await socket.send_text(f"{await socket.receive_text()} {count(db)}")
        await socket.close()

    def guard_dog(db=Depends(session)):
        raise HTTPException(403, "no")

    @app.websocket("/refused")
    async def refused(socket: WebSocket, _=Depends(guard_dog)):
        log("never here")

    @app.websocket("/raise")
    async def fail(socket: WebSocket, db=Depends(session)):
        await socket.accept()
        raise RuntimeError(f"{count(db)} rocks")

    return app


@shape("GET /ready")
def startup_with_database_io(log):
    app = FastAPI()

    def migrate():
        with Session(log.engine) as db:
            log(f"startup counts {count(db)}")

    async def native_migrate():
        migrate()

    # Given to the router: newer versions have no decorator for it any more, older ones no lifespan.
    if hasattr(app.router, "on_startup"):
        app.router.on_startup += [migrate, native_migrate]
        app.router.on_shutdown += [lambda: log("shutdown")]
    else:
        from contextlib import asynccontextmanager

        @asynccontextmanager
        async def lifespan(_):
            migrate()
            await native_migrate()
            yield
            log("shutdown")

        app.router.lifespan_context = lifespan
    app.get("/ready")(endpoint_of(log))
    return app


@shape("GET /made")
def crossed_twice(log):
    app = FastAPI()
    app.get("/made")(endpoint_of(log))
    return crossing(crossing(app, limit=3), on_cancel="interrupt")


@shape("GET /made", "GET /late")
def crossed_after_the_middleware_stack_was_built(log):
    app = FastAPI()
    app.get("/made")(endpoint_of(log))
    app.middleware_stack = app.build_middleware_stack()
    app.get("/late")(endpoint_of(log))
    return app


@shape("GET /timed")
def custom_route_classes(log):
    class TimedRoute(APIRoute):
        def get_route_handler(self):
            handler = super().get_route_handler()

            async def timed(request):
                log("route enters")
                response = await handler(request)
                log("route leaves")
                return response

            return timed

    app = FastAPI()
    router = APIRouter(route_class=TimedRoute)
    router.get("/timed")(endpoint_of(log))
    app.include_router(router)
    return app


@shape("GET /plain", "GET /hook")
def routes_outside_of_fastapi(log):
    app = FastAPI()

    def plain(request):
        with Session(log.engine) as db:
            return PlainTextResponse(str(count(db)))

    app.add_route("/plain", plain)

    @contextmanager
    def unit_of_work():
        db = Session(log.engine)
        try:
            yield db
            db.commit()
            log("unit committed")
        except Exception:
            db.rollback()
            log("unit rolled back")
            raise
        finally:
            db.close()

    @app.get("/hook")
    def hook():
        with unit_of_work() as db:
            count(db)
            raise HTTPException(400, "rolled back")

    return app


SHAPES = shapes_of(globals())
