import os
import tempfile
from datetime import datetime, timezone

import pytest

if "BOOKING_DATABASE_URL" not in os.environ:
    os.environ["BOOKING_DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp()}/booking.db"

from fastapi.testclient import TestClient  # noqa: E402

from booking import seed  # noqa: E402
from booking.database import Base, SessionLocal, engine  # noqa: E402
from booking.main import app  # noqa: E402

START = datetime(2031, 5, 4, tzinfo=timezone.utc)


@pytest.fixture
def db():
    Base.metadata.create_all(engine)
    with SessionLocal() as session:
        seed.fill(session, START, days=2)
        yield session
    Base.metadata.drop_all(engine)


@pytest.fixture
def client(db):
    with TestClient(app) as client:
        yield client


@pytest.fixture
def agent(client):
    """A client that is logged in."""
    answer = client.post("/agents/login", json={"name": "harbour office", "password": "ahoy"})
    client.headers["X-Token"] = answer.json()["token"]
    return client
