"""Pydantic 2.0 to 2.6 must not be suspended in the middle of a validation."""

import asyncio
import threading
from typing import List

import pytest

pydantic = pytest.importorskip("pydantic", minversion="2.0")
pydantic_core = pytest.importorskip("pydantic_core")

from fastapi import FastAPI  # noqa: E402
from ferryman import NotSuspendable, _native, _switch, crossing, wait  # noqa: E402
from ferryman._switch import in_place  # noqa: E402


class Berth(pydantic.BaseModel):
    model_config = {"from_attributes": True}
    name: str
    thread: str


class Row:
    """Like an object of SQLAlchemy's whose relationship is loaded when it is read."""

    def __init__(self, name):
        self._name = name

    @property
    def name(self):
        wait(asyncio.sleep(0.0005 * (hash(self._name) % 5)))
        return self._name

    @property
    def thread(self):
        return threading.current_thread().name


@pytest.fixture
def fragile(monkeypatch):
    monkeypatch.setattr(pydantic_core, "__version__", "2.14.6")
    monkeypatch.setattr(_switch, "refuse_native", None)
    monkeypatch.setattr(_native, "_patched", False)
    for owner, name in [
        (pydantic.BaseModel, "model_validate"),
        (pydantic.BaseModel, "from_orm"),
        (pydantic.TypeAdapter, "validate_python"),
    ]:
        monkeypatch.setattr(owner, name, vars(owner)[name])  # put back afterwards


def harbour(bridged=None):
    app = FastAPI()

    @app.get("/berths", response_model=List[Berth])
    def berths():
        return [Row(f"berth {number}") for number in range(5)]

    @app.get("/quays", response_model=List[Berth])
    async def quays():
        return [Row(f"quay {number}") for number in range(5)]

    @app.get("/moorings")
    def moorings():
        return Berth.model_validate(Row("mooring"))

    return crossing(app, bridged=bridged)


async def ask(app, path):
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    scope |= {"headers": [], "scheme": "http", "server": ("ferry", 80), "client": ("ferry", 1), "http_version": "1.1"}
    await app(scope, receive, send)
    import json

    return sent[0]["status"], json.loads(sent[1]["body"])


@pytest.mark.parametrize("path", ["/berths", "/quays"])
def test_many_responses_at_once_are_validated_each_with_its_own_values(on_loop, path):
    app = harbour()

    async def main():
        return await asyncio.gather(*(ask(app, path) for _ in range(50)))

    for status, body in on_loop(main):
        assert status == 200
        assert [berth["name"].split()[1] for berth in body] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("path", ["/berths", "/quays"])
def test_with_a_fragile_pydantic_responses_are_validated_in_threads(on_loop, fragile, path):
    app = harbour()

    async def main():
        return await ask(app, path), threading.current_thread().name

    (status, body), loop_thread = on_loop(main)
    assert status == 200
    assert loop_thread not in {berth["thread"] for berth in body}


def test_objects_that_the_application_validates_itself_are_validated_in_threads(on_loop, fragile):
    app = harbour()

    async def main():
        return await ask(app, "/moorings"), await in_place(Berth.model_validate, {"name": "berth", "thread": "none"})

    (status, body), plain = on_loop(main)
    assert status == 200
    assert body["name"] == "mooring"
    assert body["thread"].startswith("ferryman")
    assert plain.name == "berth"


def test_where_it_would_be_suspended_nevertheless_that_is_refused(on_loop, fragile):
    harbour()

    class Waiting(pydantic.BaseModel):
        name: str

        @pydantic.field_validator("name")
        @classmethod
        def look_up(cls, name):
            wait(asyncio.sleep(0))
            return name

    async def main():
        with pytest.raises(NotSuspendable, match="cannot be suspended"):
            await in_place(lambda: Waiting(name="mooring"))
        return await in_place(lambda: Row("berth 1").name)

    assert on_loop(main) == "berth 1"


def test_with_another_pydantic_nothing_is_refused(on_loop, monkeypatch):
    monkeypatch.setattr(pydantic_core, "__version__", "2.18.0")
    monkeypatch.setattr(_switch, "refuse_native", None)
    _native.watch()
    assert _switch.refuse_native is None


def test_a_fragile_pydantic_leaves_other_waits_alone(on_loop, fragile):
    harbour()

    async def main():
        return await in_place(lambda: Row("berth 1").name)

    assert on_loop(main) == "berth 1"
