"""A client that calls an ASGI application on the running loop, and can go away in the middle."""

from __future__ import annotations

import asyncio
import json
from typing import Any


class Answer:
    """A response as it came."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.chunks: list[bytes] = []
        self.done = False

    @property
    def text(self) -> str:
        return b"".join(self.chunks).decode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)


async def get(app: Any, path: str, **options: Any) -> Answer:
    return await call(app, "GET", path, **options)


async def call(
    app: Any,
    method: str,
    path: str,
    *,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    leave: asyncio.Event | None = None,
    answer: Answer | None = None,
) -> Answer:
    """Send one request. When `leave` is set the client disconnects. Exceptions of the application are raised here."""
    answer = Answer() if answer is None else answer
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
        "client": ("quay", 1),
        "server": ("ferry", 80),
        "state": {},
    }
    sent = False

    async def receive() -> Any:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}
        if leave is None:
            await asyncio.get_running_loop().create_future()
        else:
            await leave.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if leave is not None and leave.is_set():
            return
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        elif message["type"] == "http.response.body":
            if message.get("body"):
                answer.chunks.append(message["body"])
            if not message.get("more_body"):
                answer.done = True

    await app(scope, receive, send)
    return answer


async def websocket(app: Any, path: str, messages: list[str]) -> list[str]:
    """Send text messages one by one; what came back for each, and the close code."""
    inbox: asyncio.Queue[Any] = asyncio.Queue()
    inbox.put_nowait({"type": "websocket.connect"})
    for message in messages:
        inbox.put_nowait({"type": "websocket.receive", "text": message})
    inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
    received: list[str] = []

    async def send(message: Any) -> None:
        received.append(message.get("text") or message["type"].partition(".")[2])

    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "ws",
        "query_string": b"",
        "headers": [],
        "client": ("quay", 1),
        "server": ("ferry", 80),
        "subprotocols": [],
        "state": {},
    }
    await app(scope, inbox.get, send)
    return received


class Lifespan:
    """`async with Lifespan(app):` starts an application up and shuts it down."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._inbox: asyncio.Queue[Any] = asyncio.Queue()
        self._outbox: asyncio.Queue[Any] = asyncio.Queue()

    async def __aenter__(self) -> Lifespan:
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        self._task = asyncio.ensure_future(self.app(scope, self._inbox.get, self._outbox.put))
        await self._step("startup")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._step("shutdown")
        await self._task

    async def _step(self, name: str) -> None:
        self._inbox.put_nowait({"type": f"lifespan.{name}"})
        message = await self._outbox.get()
        if message["type"] != f"lifespan.{name}.complete":
            raise AssertionError(message)
