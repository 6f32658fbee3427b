"""Responses: models that load lazily, streams, background tasks, exception handlers."""

from __future__ import annotations

from typing import List

import pydantic
from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Response
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse
from parity.shape import count, session_of, shape, shapes_of
from sqlalchemy.orm import Session
from support.library import Book


class FromAttributes(pydantic.BaseModel):
    if pydantic.VERSION.startswith("2"):
        model_config = {"from_attributes": True}
    else:

        class Config:
            orm_mode = True


class LoanOut(FromAttributes):
    reader: str


class BookOut(FromAttributes):
    title: str
    loans: List[LoanOut]


@shape("GET /one", "GET /all", "GET /invalid", "GET /native")
def response_models_over_lazy_relations(log):
    app, session = FastAPI(), session_of(log)

    @app.get("/one", response_model=BookOut)
    def one(db=Depends(session)):
        return db.query(Book).first()

    @app.get("/all", response_model=List[BookOut])
    def every(db=Depends(session)):
        return db.query(Book).order_by(Book.id).all()

    @app.get("/invalid", response_model=LoanOut)
    def invalid(db=Depends(session)):
        return db.query(Book).first()

    @app.get("/native", response_model=BookOut)
    async def native(db=Depends(session)):
        return db.query(Book).first()

    return app


@shape("GET /lines", "GET /breaks", "GET /native", "GET /headers")
def streams(log):
    app, session = FastAPI(), session_of(log)

    @app.get("/lines")
    def lines():
        def iterate():
            log("stream opens")
            with Session(log.engine) as db:
                for book in db.query(Book).order_by(Book.id):
                    yield f"{book.title}: {len(book.loans)}\n"
            log("stream closes")

        return StreamingResponse(iterate())

    @app.get("/breaks")
    def breaks():
        def iterate():
            try:
                yield "first"
                raise RuntimeError("line went dead")
            finally:
                log("stream closes")

        return StreamingResponse(iterate())

    @app.get("/native")
    def native(db=Depends(session)):
        number = count(db)

        async def iterate():
            for index in range(number):
                yield f"{index}"

        return StreamingResponse(iterate())

    @app.get("/headers")
    def headers(response: Response, db=Depends(session)):
        response.headers["x-books"] = str(count(db))
        response.status_code = 203
        return {}

    return app


@shape("POST /jobs", "POST /failing", "POST /native", "POST /raise")
def background_tasks(log):
    app, session = FastAPI(), session_of(log)

    def job(name, *, fail=False):
        with Session(log.engine) as db:
            log(f"job {name} counts {count(db)}")
        if fail:
            raise RuntimeError(f"job {name} failed")

    async def native_job():
        log("native job")
        job("inside native")

    def enqueue(tasks: BackgroundTasks):
        tasks.add_task(job, "from dependency")

    @app.post("/jobs")
    def jobs(tasks: BackgroundTasks, _=Depends(enqueue), db=Depends(session)):
        tasks.add_task(job, "first")
        tasks.add_task(native_job)
        tasks.add_task(job, "last")
        return count(db)

    @app.post("/failing")
    def failing(tasks: BackgroundTasks):
        tasks.add_task(job, "doomed", fail=True)
        tasks.add_task(job, "never")
        return "accepted"

    @app.post("/native")
    async def native(tasks: BackgroundTasks, db=Depends(session)):
        tasks.add_task(job, "from native")
        return count(db)

    @app.post("/raise")
    def fail(tasks: BackgroundTasks):
        tasks.add_task(job, "never")
        raise HTTPException(400, "no")

    return app


class Aground(Exception):
    pass


@shape("GET /handled", "GET /native-handled", "GET /http", "GET /unhandled", "GET /in-dependency")
def exception_handlers(log):
    app, session = FastAPI(), session_of(log)

    class Adrift(Exception):
        pass

    @app.exception_handler(Aground)
    def aground(request, error):
        with Session(log.engine) as db:
            log(f"handler counts {count(db)}")
        return JSONResponse({"aground": str(error)}, 503)

    @app.exception_handler(Adrift)
    async def adrift(request, error):
        with Session(log.engine) as db:
            return JSONResponse({"adrift": count(db)}, 504)

    @app.exception_handler(404)
    def missing(request, error):
        return PlainTextResponse(f"missing: {error.detail}", 404)

    @app.get("/handled")
    def handled(db=Depends(session)):
        raise Aground(f"{count(db)} metres")

    @app.get("/native-handled")
    def native_handled(db=Depends(session)):
        raise Adrift()

    @app.get("/http")
    def http(db=Depends(session)):
        raise HTTPException(404, "harbour")

    @app.get("/unhandled")
    def unhandled(db=Depends(session)):
        return {}[count(db)]

    def broken(db=Depends(session)):
        raise Aground("in dependency")

    @app.get("/in-dependency")
    def in_dependency(_=Depends(broken)):
        log("never here")

    return app


SHAPES = shapes_of(globals())
