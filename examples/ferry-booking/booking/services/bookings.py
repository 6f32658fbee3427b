"""Seats sold."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.database import SessionLocal
from booking.models import Agent, Booking, Refusal, Sailing


class NoSuchSailing(Exception):
    pass


class SoldOut(Exception):
    def __init__(self, left: int) -> None:
        super().__init__(f"only {left} seats are left")
        self.left = left


def book(db: Session, agent: Agent, sailing_id: int, name: str, passengers: int) -> Booking:
    """Sell seats. The sailing stays locked until the caller commits, so nobody sells them twice."""
    sailing = db.scalar(select(Sailing).where(Sailing.id == sailing_id).with_for_update())
    if sailing is None:
        raise NoSuchSailing(sailing_id)
    if sailing.seats_left < passengers:
        left = sailing.seats_left
        record_refusal(sailing_id, f"{agent.name} asked for {passengers} seats, {left} were left")
        db.rollback()
        raise SoldOut(left)
    booking = Booking(sailing=sailing, agent=agent, name=name, passengers=passengers)
    db.add(booking)
    db.flush()
    db.refresh(booking)
    return booking


def cancel(db: Session, booking: Booking) -> None:
    db.delete(booking)
    db.commit()


def record_refusal(sailing_id: int, reason: str) -> None:
    """In a session of its own: it outlives the rollback of the booking."""
    with SessionLocal() as db, db.begin():
        db.add(Refusal(sailing_id=sailing_id, reason=reason))
