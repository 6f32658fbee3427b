"""The application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from booking.api import agents, bookings, sailings
from booking.database import Base, engine


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    yield
    engine.dispose()


app = FastAPI(title="Ferry booking", lifespan=lifespan)
app.include_router(sailings.router)
app.include_router(bookings.router)
app.include_router(agents.router)


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "afloat"}
