"""The ferry booking example under one uvicorn worker, with one endpoint more: a query that takes 50 ms.

`serve.py PORT`, in the folder of the example. BOOKING_* and FERRYMAN are read from the environment: with
FERRYMAN=threaded the two lines that carry the application change nothing.
"""

import sys
from pathlib import Path

import ferryman
import sqlalchemy
import uvicorn

sys.path.insert(0, str(Path.cwd()))
# What `ferryman migrate` writes into booking/database.py: from ferryman import create_engine
sqlalchemy.create_engine = ferryman.create_engine

from booking.api.dependencies import get_db  # noqa: E402
from booking.main import app  # noqa: E402
from fastapi import Depends  # noqa: E402
from sqlalchemy import text  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402


@app.get("/tides")
def tides(db: Session = Depends(get_db)) -> dict[str, float]:
    """A slow question to the database."""
    return {"metres": db.scalar(text("select 1.5 from pg_sleep(0.05)"))}


# ... and into booking/main.py. The password hash stays in the thread pool, as it does there.
ENDPOINTS = ["booking.api.sailings:list_sailings", "booking.api.sailings:show_sailing"]
ENDPOINTS += ["booking.api.sailings:passengers", "booking.api.bookings:make_booking"]
ENDPOINTS += ["booking.api.bookings:show_booking", "booking.api.bookings:cancel_booking"]
ENDPOINTS += ["booking.main:health", "__main__:tides"]
ferryman.crossing(app, bridged=ENDPOINTS)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), loop="uvloop", http="httptools", log_level="warning")
