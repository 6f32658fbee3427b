"""The tables."""

from datetime import datetime, timezone
from typing import Optional

from sqlalchemy import DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.database import Base


def now() -> datetime:
    return datetime.now(timezone.utc)


class Harbour(Base):
    __tablename__ = "harbour"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    country: Mapped[str] = mapped_column(String(2))


class Route(Base):
    __tablename__ = "route"

    id: Mapped[int] = mapped_column(primary_key=True)
    origin_id: Mapped[int] = mapped_column(ForeignKey("harbour.id"))
    destination_id: Mapped[int] = mapped_column(ForeignKey("harbour.id"))
    minutes: Mapped[int]

    origin: Mapped[Harbour] = relationship(foreign_keys=origin_id)
    destination: Mapped[Harbour] = relationship(foreign_keys=destination_id)

    def __str__(self) -> str:
        return f"{self.origin.name} - {self.destination.name}"


class Ferry(Base):
    __tablename__ = "ferry"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    seats: Mapped[int]


class Sailing(Base):
    __tablename__ = "sailing"

    id: Mapped[int] = mapped_column(primary_key=True)
    route_id: Mapped[int] = mapped_column(ForeignKey("route.id"))
    ferry_id: Mapped[int] = mapped_column(ForeignKey("ferry.id"))
    departs_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)

    route: Mapped[Route] = relationship()
    ferry: Mapped[Ferry] = relationship()
    bookings: Mapped[list["Booking"]] = relationship(back_populates="sailing", order_by="Booking.id")

    @property
    def seats_left(self) -> int:
        return self.ferry.seats - sum(booking.passengers for booking in self.bookings)


class Agent(Base):
    """Somebody who sells tickets."""

    __tablename__ = "agent"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    password: Mapped[str] = mapped_column(String(160))
    token: Mapped[Optional[str]] = mapped_column(String(64), index=True)


class Booking(Base):
    __tablename__ = "booking"

    id: Mapped[int] = mapped_column(primary_key=True)
    sailing_id: Mapped[int] = mapped_column(ForeignKey("sailing.id"), index=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    name: Mapped[str] = mapped_column(String(80))
    passengers: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)

    sailing: Mapped[Sailing] = relationship(back_populates="bookings")
    agent: Mapped[Agent] = relationship()


class Message(Base):
    """A letter to a customer, waiting to be sent."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]


class Refusal(Base):
    """A booking that was turned down; kept for the harbour office."""

    __tablename__ = "refusal"

    id: Mapped[int] = mapped_column(primary_key=True)
    sailing_id: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
