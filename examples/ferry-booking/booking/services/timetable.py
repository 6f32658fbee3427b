"""Sailings."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.database import SessionLocal
from booking.models import Booking, Harbour, Route, Sailing


def upcoming(db: Session, after: datetime, origin: Optional[str], limit: int) -> Sequence[Sailing]:
    query = select(Sailing).where(Sailing.departs_at >= after).order_by(Sailing.departs_at, Sailing.id).limit(limit)
    if origin is not None:
        query = query.join(Sailing.route).join(Route.origin).where(Harbour.name == origin)
    return db.scalars(query).all()


def passenger_list(sailing_id: int) -> Iterator[str]:
    """The sailing's passengers as CSV, line by line, in a session of its own."""
    yield "booking,name,passengers,agent\n"
    with SessionLocal() as db:
        for booking in db.scalars(select(Booking).where(Booking.sailing_id == sailing_id).order_by(Booking.id)):
            yield f"{booking.id},{booking.name},{booking.passengers},{booking.agent.name}\n"
