"""Clients that go away, and timeouts around whole requests."""

import asyncio

import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.responses import StreamingResponse
from ferryman import crossing, wait
from sqlalchemy.orm import Session
from starlette.middleware.base import BaseHTTPMiddleware
from support.asgi import Answer, call, get
from support.library import TITLES, Book, titles
from support.loops import ALONE, LOAD, until

crowds = pytest.mark.parametrize("crowd", [ALONE, 20])


class Ferry:
    """An application whose handler stops in the middle of a transaction until the test lets it go on."""

    def __init__(self, library, on_cancel="wait"):
        self.log, self.gates = [], []
        self.app = app = FastAPI()

        def session():
            with Session(library) as opened:
                try:
                    yield opened
                finally:
                    self.log.append("closing")
                    opened.query(Book).count()

        @app.get("/slow")
        def slow(db: Session = Depends(session)):
            db.query(Book).count()
            gate = asyncio.Event()
            self.gates.append(gate)
            wait(gate.wait())
            self.log.append("finished")
            return db.query(Book).count()

        @app.get("/stream")
        def stream():
            def lines():
                with Session(library) as opened:
                    try:
                        while True:
                            yield f"{opened.query(Book).count()}\n"
                    finally:
                        self.log.append("stream closed")

            return StreamingResponse(lines())

        class Timing(BaseHTTPMiddleware):
            async def dispatch(self, request: Request, call_next):
                return await call_next(request)

        app.add_middleware(Timing)
        crossing(app, on_cancel=on_cancel)


@crowds
def test_a_request_cancelled_by_the_server_finishes_its_handler_and_closes_its_session(on_loop, library, crowd):
    async def main():
        ferry = Ferry(library)
        crossing(ferry.app, limit=5)
        for _ in range(crowd):
            ferry.gates.clear()
            task = asyncio.ensure_future(get(ferry.app, "/slow"))
            await until(lambda: ferry.gates)
            task.cancel()
            await asyncio.sleep(0)
            ferry.gates[0].set()
            with pytest.raises(asyncio.CancelledError):
                await task
        return ferry.log, library.pool.checkedout()

    assert on_loop(main) == (["finished", "closing"] * crowd, 0)


@crowds
def test_interrupt_mode_stops_the_handler_and_still_closes_its_session(on_loop, library, crowd):
    async def main():
        ferry = Ferry(library, on_cancel="interrupt")
        for _ in range(crowd):
            ferry.gates.clear()
            task = asyncio.ensure_future(get(ferry.app, "/slow"))
            await until(lambda: ferry.gates)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        return ferry.log, library.pool.checkedout()

    assert on_loop(main) == (["closing"] * crowd, 0)


def test_wait_for_around_a_request_times_out_after_its_handler_returned(on_loop, library):
    async def main():
        ferry = Ferry(library)

        async def release_too_late():
            await until(lambda: ferry.gates)
            await asyncio.sleep(0.7)
            ferry.gates[0].set()

        releasing = asyncio.ensure_future(release_too_late())
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(get(ferry.app, "/slow"), 0.5)
        await releasing
        return ferry.log, library.pool.checkedout(), titles(library)

    assert on_loop(main) == (["finished", "closing"], 0, list(TITLES))


@crowds
def test_a_client_that_leaves_a_stream_has_its_iterator_closed_and_its_connection_returned(on_loop, library, crowd):
    async def one(ferry):
        leave, answer = asyncio.Event(), Answer()
        task = asyncio.ensure_future(call(ferry.app, "GET", "/stream", leave=leave, answer=answer))
        await until(lambda: len(answer.chunks) > 2)
        leave.set()
        await asyncio.wait([task])
        assert answer.chunks[0] == b"3\n"

    async def main():
        ferry = Ferry(library)
        for _ in range(crowd):
            await one(ferry)
        import gc

        gc.collect()
        await until(lambda: len(ferry.log) == crowd and library.pool.checkedout() == 0)
        return ferry.log

    assert on_loop(main) == ["stream closed"] * crowd


def test_a_client_that_leaves_while_the_handler_runs_does_not_stop_the_handler(on_loop, library):
    async def main():
        ferry = Ferry(library)
        leave = asyncio.Event()
        task = asyncio.ensure_future(call(ferry.app, "GET", "/slow", leave=leave))
        await until(lambda: ferry.gates)
        leave.set()
        await asyncio.sleep(0.01)
        ferry.gates[0].set()
        await asyncio.wait([task])
        return ferry.log, library.pool.checkedout()

    assert on_loop(main) == (["finished", "closing"], 0)


def test_under_load_half_of_the_clients_leaving_disturbs_nobody_else(on_loop, library):
    async def main():
        ferry = Ferry(library)
        tasks = [asyncio.ensure_future(get(ferry.app, "/slow")) for _ in range(LOAD)]
        cancelled = tasks[::2]

        async def tide():
            while not all(task.done() for task in tasks):
                for gate in ferry.gates:
                    gate.set()
                await asyncio.sleep(0.001)

        await until(lambda: ferry.gates)
        for task in cancelled:
            task.cancel()
        results, _ = await asyncio.gather(asyncio.gather(*tasks, return_exceptions=True), tide())
        answers = [result.json for result in results if isinstance(result, Answer)]
        gone = sum(isinstance(result, asyncio.CancelledError) for result in results)
        return answers, gone, library.pool.checkedout(), ferry.app._ferryman_crossing.admission.gate().inside

    assert on_loop(main) == ([3] * (LOAD // 2), LOAD // 2, 0, 0)
