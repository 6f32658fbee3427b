"""The ferry booking example, carried, with endpoints that misbehave and an account of who uses which session.

`serve.py PORT`, in the folder of the example; BOOKING_* and FERRYMAN are read from the environment.
"""

import asyncio
import sys
from pathlib import Path

import ferryman
import sqlalchemy
import uvicorn

sys.path.insert(0, str(Path.cwd()))
sys.path.insert(0, str(Path(__file__).parent))
sqlalchemy.create_engine = ferryman.create_engine

import account  # noqa: E402
from booking.api.dependencies import get_db  # noqa: E402
from booking.database import SessionLocal, engine  # noqa: E402
from booking.main import app  # noqa: E402
from booking.models import Harbour, Refusal, Sailing, now  # noqa: E402
from booking.services import timetable  # noqa: E402
from fastapi import Depends, Request  # noqa: E402
from fastapi.responses import JSONResponse, StreamingResponse  # noqa: E402
from sqlalchemy import select, text  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402

account.follow(engine, SessionLocal)


@app.exception_handler(sqlalchemy.exc.TimeoutError)
def pool_exhausted(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, 503)


@app.get("/soak/slow")
def slow(db: Session = Depends(get_db)) -> int:
    """Long enough to be left by its client."""
    db.execute(text("select pg_sleep(0.2)"))
    return len(timetable.upcoming(db, now(), None, 3))


@app.get("/soak/nested")
def nested(db: Session = Depends(get_db)) -> int:
    """Three connections at once."""
    count = len(db.scalars(select(Harbour)).all())
    with SessionLocal() as second:
        count += len(second.scalars(select(Harbour)).all())
        with SessionLocal() as third:
            count += len(third.scalars(select(Harbour)).all())
    return count


@app.get("/soak/error")
def error(db: Session = Depends(get_db)) -> None:
    """Fails in the middle of a transaction: nothing of it may stay."""
    db.add(Refusal(sailing_id=-1, reason="never to be seen"))
    db.flush()
    raise RuntimeError("on the rocks")


@app.get("/soak/statement")
def statement(db: Session = Depends(get_db)) -> None:
    """The server ends the statement."""
    db.execute(text("set local statement_timeout = 20"))
    db.execute(text("select pg_sleep(1)"))


@app.get("/soak/timeout")
async def timeout(db: Session = Depends(get_db)) -> JSONResponse:
    """An `async def` handler gives up on synchronous code."""
    try:
        await asyncio.wait_for(asyncio.ensure_future(asleep(db)), 0.05)
    except asyncio.TimeoutError:
        return JSONResponse({"detail": "too late"}, 504)
    return JSONResponse({"detail": "in time"})


async def asleep(db: Session) -> None:
    db.execute(text("select pg_sleep(0.3)"))


@app.get("/soak/forgotten")
def forgotten() -> int:
    """A session that nobody closes."""
    return len(SessionLocal().scalars(select(Harbour)).all())


@app.get("/soak/stream")
def stream() -> StreamingResponse:
    """Many lines, each from the database."""

    def lines():
        with SessionLocal() as db:
            for sailing in db.scalars(select(Sailing).order_by(Sailing.id).limit(40)):
                yield f"{sailing.id} {sailing.route} {sailing.seats_left}\n" * 20

    return StreamingResponse(lines(), media_type="text/plain")


@app.get("/soak/state")
async def state() -> dict:
    return account.state(engine)


ferryman.crossing(app, bridged=account.BRIDGED)
app.add_middleware(account.Requests)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), loop="uvloop", http="httptools", log_level="critical")
