"""Runs every shape and prints what happened as JSON: {shape: {"events": [...], "threads": [...]}}.

Started by test_parity.py once for each mode, in a process of its own: FERRYMAN=threaded leaves nothing patched.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from ferryman import crossing
from parity import dependencies, responses, wiring
from support.asgi import Lifespan, call, websocket
from support.library import library_engine


class Log:
    """What happened, in order, and on which thread each of it happened."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.events: list[str] = []
        self.threads: list[str] = []

    def __call__(self, event: str) -> None:
        self.events.append(re.sub(r"0x[0-9a-f]+", "0x...", event))
        here = threading.current_thread()
        self.threads.append("loop" if here is threading.main_thread() else "worker")


async def ask(app: Any, line: str, log: Log) -> None:
    """One request, written as a line: `GET /path`, `GET /path X-Name: value`, `WS /path message message`."""
    method, path, *rest = line.split(" ", 2)
    try:
        if method == "WS":
            received = await websocket(app, path, rest[0].split() if rest else [])
            log(f"{line} -> {received}")
            return
        name, _, value = (rest[0] if rest else "").partition(": ")
        answer = await call(app, method, path, headers={name: value} if name else None)
        log(f"{line} -> {answer.status} {answer.text}")
    except BaseException as error:  # noqa: BLE001 - what the server would have seen
        log(f"{line} raised {describe(error)}")


def describe(error: BaseException) -> str:
    context = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    inner = getattr(error, "exceptions", None)
    if inner is not None:
        return f"group({', '.join(describe(each) for each in inner)})"
    return f"{type(error).__name__}: {error}" + (f" <- {type(context).__name__}: {context}" if context else "")


async def run_shape(shape: Any, log: Log) -> None:
    app = shape.build(log)
    if getattr(shape, "crossed", True):
        crossing(app)
    async with Lifespan(app):
        for line in shape.requests:
            await ask(app, line, log)
            await asyncio.sleep(0)


def main(folder: Path) -> dict[str, Any]:
    results = {}
    for module in (dependencies, responses, wiring):
        for shape in module.SHAPES:
            engine = library_engine(folder / f"{shape.name}.db", connect_args={"check_same_thread": False})
            log = Log(engine)
            asyncio.run(asyncio.wait_for(run_shape(shape, log), 60))
            results[shape.name] = {"events": log.events, "threads": sorted(set(log.threads)), "on": log.threads}
            results[shape.name]["out"] = engine.pool.checkedout()
            engine.dispose()
    return results


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        json.dump(main(Path(made)), sys.stdout)
