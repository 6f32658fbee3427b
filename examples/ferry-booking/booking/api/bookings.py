"""Bookings."""

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException
from sqlalchemy.orm import Session

from booking.api.dependencies import current_agent, get_db
from booking.models import Agent, Booking
from booking.schemas import BookingIn, BookingOut
from booking.services import bookings
from booking.services.confirmations import write_confirmation

router = APIRouter(prefix="/bookings", tags=["bookings"])


@router.post("", status_code=201)
def make_booking(
    wanted: BookingIn,
    background: BackgroundTasks,
    agent: Agent = Depends(current_agent),
    db: Session = Depends(get_db),
) -> BookingOut:
    try:
        booking = bookings.book(db, agent, wanted.sailing_id, wanted.name, wanted.passengers)
    except bookings.NoSuchSailing:
        raise HTTPException(404, "no such sailing") from None
    except bookings.SoldOut as error:
        raise HTTPException(409, str(error)) from error
    made = BookingOut.model_validate(booking)
    db.commit()
    background.add_task(write_confirmation, made.id)
    return made


@router.get("/{booking_id}", response_model=BookingOut)
def show_booking(
    booking_id: int, agent: Agent = Depends(current_agent), db: Session = Depends(get_db)
) -> Booking:
    return _own(db, agent, booking_id)


@router.delete("/{booking_id}", status_code=204)
def cancel_booking(
    booking_id: int, agent: Agent = Depends(current_agent), db: Session = Depends(get_db)
) -> None:
    bookings.cancel(db, _own(db, agent, booking_id))


def _own(db: Session, agent: Agent, booking_id: int) -> Booking:
    booking = db.get(Booking, booking_id)
    if booking is None or booking.agent is not agent:
        raise HTTPException(404, "no such booking")
    return booking
