from sqlalchemy import select

from booking.models import Sailing


def test_the_timetable_is_in_order_and_complete(client):
    sailings = client.get("/sailings", params={"limit": 2}).json()
    assert sailings == [
        {
            "id": sailings[0]["id"],
            "departs_at": sailings[0]["departs_at"],
            "route": {
                "origin": {"name": "Rostock", "country": "DE"},
                "destination": {"name": "Gedser", "country": "DK"},
                "minutes": 105,
            },
            "ferry": {"name": "Berlin", "seats": 1300},
            "seats_left": 1293,
        },
        {
            "id": sailings[1]["id"],
            "departs_at": sailings[1]["departs_at"],
            "route": {
                "origin": {"name": "Rostock", "country": "DE"},
                "destination": {"name": "Trelleborg", "country": "SE"},
                "minutes": 360,
            },
            "ferry": {"name": "Huckleberry Finn", "seats": 400},
            "seats_left": 393,
        },
    ]


def test_sailings_from_one_harbour(client):
    sailings = client.get("/sailings", params={"origin": "Tallinn", "limit": 100}).json()
    assert len(sailings) == 12
    assert {sailing["ferry"]["name"] for sailing in sailings} == {"Megastar"}


def test_sailings_of_the_past_are_not_shown(client):
    assert client.get("/sailings", params={"after": "2031-06-01T00:00:00Z"}).json() == []


def test_one_sailing(client, db):
    sailing = db.scalars(select(Sailing).order_by(Sailing.departs_at, Sailing.id)).first()
    assert client.get(f"/sailings/{sailing.id}").json()["seats_left"] == sailing.seats_left == 1293
    assert client.get("/sailings/9999").status_code == 404


def test_the_passenger_list_is_a_csv_file(agent, db):
    sailing = db.scalars(select(Sailing)).first()
    answer = agent.get(f"/sailings/{sailing.id}/passengers")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert [line.split(",", 1)[1] for line in answer.text.splitlines()] == [
        "name,passengers,agent",
        "Lindgren,4,harbour office",
        "Kross,2,harbour office",
        "Grass,1,harbour office",
    ]


def test_the_passenger_list_is_not_for_everyone(client):
    assert client.get("/sailings/1/passengers", headers={"X-Token": "guessed"}).status_code == 401


def test_a_limit_has_limits(client):
    assert client.get("/sailings", params={"limit": 0}).status_code == 422
