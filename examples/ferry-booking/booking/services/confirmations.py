"""Letters to customers."""

from booking.database import SessionLocal
from booking.models import Booking, Message


def write_confirmation(booking_id: int) -> None:
    """Runs after the response, when the request's session is closed."""
    with SessionLocal() as db:
        booking = db.get(Booking, booking_id)
        if booking is None:  # cancelled in the meantime
            return
        sailing = booking.sailing
        text = f"Dear {booking.name}, {sailing.ferry.name} takes you {sailing.route} on {sailing.departs_at:%d %B}."
        db.add(Message(booking_id=booking.id, text=text))
        db.commit()
