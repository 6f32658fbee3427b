import pytest
from sqlalchemy import select

from booking.models import Booking, Ferry, Message, Refusal, Sailing


@pytest.fixture
def sailing(db):
    """The first sailing of the Huckleberry Finn: 400 seats, 7 of them sold."""
    query = select(Sailing).join(Sailing.ferry).where(Ferry.name == "Huckleberry Finn")
    return db.scalars(query.order_by(Sailing.departs_at)).first()


def book(agent, sailing, passengers, name="Andersen"):
    return agent.post("/bookings", json={"sailing_id": sailing.id, "name": name, "passengers": passengers})


def test_a_booking_takes_seats(agent, sailing):
    answer = book(agent, sailing, 3)
    assert answer.status_code == 201
    assert answer.json()["sailing"]["seats_left"] == 390
    assert agent.get(f"/bookings/{answer.json()['id']}").json() == answer.json()


def test_the_customer_is_written_to_after_the_booking(agent, db, sailing):
    booking = book(agent, sailing, 3).json()
    message = db.scalars(select(Message).where(Message.booking_id == booking["id"])).one()
    assert message.text == "Dear Andersen, Huckleberry Finn takes you Rostock - Trelleborg on 04 May."


def test_nobody_sells_more_seats_than_there_are(agent, db, sailing):
    answers = [book(agent, sailing, 20).status_code for _ in range(20)]
    assert answers == [201] * 19 + [409]
    assert agent.get(f"/sailings/{sailing.id}").json()["seats_left"] == 13


def test_a_refused_booking_leaves_a_record_and_nothing_else(agent, db, sailing):
    db.add(Booking(sailing=sailing, agent_id=sailing.bookings[0].agent_id, name="A school", passengers=390))
    db.commit()
    before = len(db.scalars(select(Booking)).all())
    db.rollback()
    answer = book(agent, sailing, 4)
    assert (answer.status_code, answer.json()) == (409, {"detail": "only 3 seats are left"})
    assert len(db.scalars(select(Booking)).all()) == before
    assert [refusal.reason for refusal in db.scalars(select(Refusal))] == [
        "harbour office asked for 4 seats, 3 were left"
    ]


def test_a_cancelled_booking_gives_its_seats_back(agent, sailing):
    booking = book(agent, sailing, 3).json()
    assert agent.delete(f"/bookings/{booking['id']}").status_code == 204
    assert agent.get(f"/bookings/{booking['id']}").status_code == 404
    assert agent.get(f"/sailings/{sailing.id}").json()["seats_left"] == 393


def test_a_sailing_that_does_not_exist(agent):
    answer = agent.post("/bookings", json={"sailing_id": 9999, "name": "Andersen", "passengers": 1})
    assert (answer.status_code, answer.json()) == (404, {"detail": "no such sailing"})


def test_only_agents_book(client, sailing):
    answer = client.post(
        "/bookings",
        json={"sailing_id": sailing.id, "name": "Andersen", "passengers": 1},
        headers={"X-Token": "guessed"},
    )
    assert (answer.status_code, answer.json()) == (401, {"detail": "log in first"})
