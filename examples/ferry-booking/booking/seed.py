"""Fill the database with harbours, ferries and a week of sailings: `python -m booking.seed`."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.database import Base, SessionLocal, engine
from booking.models import Agent, Booking, Ferry, Harbour, Route, Sailing, now
from booking.services.agents import hash_password

HARBOURS = [("Rostock", "DE"), ("Gedser", "DK"), ("Trelleborg", "SE"), ("Tallinn", "EE"), ("Helsinki", "FI")]
ROUTES = [("Rostock", "Gedser", 105), ("Rostock", "Trelleborg", 360), ("Tallinn", "Helsinki", 120)]
FERRIES = [("Berlin", 1300), ("Huckleberry Finn", 400), ("Megastar", 2800)]


def fill(db: Session, start: datetime, days: int = 7) -> None:
    """Add the timetable of `days` days from `start`, with a few bookings, and the agent of the harbour office."""
    harbours = {name: Harbour(name=name, country=country) for name, country in HARBOURS}
    routes = [
        Route(origin=harbours[origin], destination=harbours[destination], minutes=minutes)
        for origin, destination, minutes in ROUTES
    ]
    ferries = [Ferry(name=name, seats=seats) for name, seats in FERRIES]
    agent = Agent(name="harbour office", password=hash_password("ahoy"))
    db.add_all([*harbours.values(), *routes, *ferries, agent])
    for day in range(days):
        for hour in range(6, 24, 3):
            for route, ferry in zip(routes, ferries):
                sailing = Sailing(route=route, ferry=ferry, departs_at=start + timedelta(days=day, hours=hour))
                sailing.bookings = [
                    Booking(agent=agent, name=name, passengers=passengers)
                    for name, passengers in (("Lindgren", 4), ("Kross", 2), ("Grass", 1))
                ]
                db.add(sailing)
    db.commit()


def main() -> None:
    Base.metadata.create_all(engine)
    with SessionLocal() as db:
        if db.scalar(select(Harbour)) is None:
            fill(db, now())
            print(f"{len(ROUTES)} routes, {len(FERRIES)} ferries")


if __name__ == "__main__":
    main()
