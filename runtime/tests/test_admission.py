"""How many requests may run synchronous code on the loop at once."""

import asyncio

import pytest
from fastapi import Depends, FastAPI, WebSocket
from fastapi.responses import StreamingResponse
from ferryman import crossing, wait
from ferryman._admission import Admission, deadlock_free
from sqlalchemy.orm import Session
from support.asgi import call, get, websocket
from support.library import Book, library_engine
from support.loops import until


def gate_of(app):
    """The admission of `app` on the running loop."""
    return app._ferryman_crossing.admission.gate()


@pytest.mark.parametrize(
    "capacity, nesting, limit", [(5, 1, 5), (5, 2, 4), (5, 3, 2), (5, 5, 1), (1, 2, 1), (15, 2, 14), (100, 4, 33)]
)
def test_the_limit_leaves_one_connection_for_somebody_to_finish(capacity, nesting, limit):
    assert deadlock_free(capacity, nesting) == limit


def nesting_app(engine, depth):
    app = FastAPI()

    def nested(levels):
        with Session(engine) as session:
            session.query(Book).count()
            wait(asyncio.sleep(0.001))  # everybody gets here before anybody goes on
            return 1 + (nested(levels - 1) if levels > 1 else 0)

    @app.get("/nested")
    def handler():
        return nested(depth)

    return crossing(app)


def test_twenty_requests_that_nest_two_checkouts_on_a_pool_of_five_all_succeed(on_loop, library):
    app = nesting_app(library, 2)

    async def main():
        answers = await asyncio.gather(*(get(app, "/nested") for _ in range(20)))
        return [(answer.status, answer.json) for answer in answers], gate_of(app).inside

    assert on_loop(main) == ([(200, 2)] * 20, 0)


def test_deeper_nesting_is_learned_when_it_is_tried_not_when_it_has_succeeded(on_loop, tmp_path):
    engine = library_engine(tmp_path / "deep.db", pool_timeout=0.5)
    app = nesting_app(engine, 4)

    async def main():
        # The first crowd may run into the pool's timeout: nobody knew. The second knows.
        await asyncio.gather(*(get(app, "/nested") for _ in range(8)), return_exceptions=True)
        assert gate_of(app).admission.nesting == 4
        answers = await asyncio.gather(*(get(app, "/nested") for _ in range(20)))
        return {(answer.status, answer.json) for answer in answers}, engine.pool.checkedout()

    assert on_loop(main) == ({(200, 4)}, 0)
    engine.dispose()


def test_a_dependency_and_its_handler_are_one_request_that_is_admitted_once(on_loop, library):
    app = FastAPI()
    insides = []

    def session():
        with Session(library) as opened:
            yield opened

    @app.get("/count")
    def count(first: Session = Depends(session), second: Session = Depends(session, use_cache=False)):
        insides.append(gate_of(app).inside)
        return first.query(Book).count() + second.query(Book).count()

    crossing(app, limit=3)

    async def main():
        answers = await asyncio.gather(*(get(app, "/count") for _ in range(30)))
        return {answer.json for answer in answers}, gate_of(app).inside

    assert on_loop(main) == ({6}, 0)
    assert max(insides) <= 3


def test_requests_are_admitted_in_the_order_they_came(on_loop):
    app, order = FastAPI(), []
    gate = {}

    @app.get("/queue/{number}")
    def queue(number: int):
        order.append(number)
        wait(gate["open"].wait())
        return number

    crossing(app, limit=2)

    async def main():
        gate["open"] = asyncio.Event()
        tasks = []
        for number in range(10):
            tasks.append(asyncio.ensure_future(get(app, f"/queue/{number}")))
            await asyncio.sleep(0.002)
        assert len(order) == 2
        gate["open"].set()
        await asyncio.gather(*tasks)
        return order

    assert on_loop(main) == list(range(10))


def test_clients_that_leave_the_queue_take_no_token_with_them(on_loop):
    app, gate = FastAPI(), {}

    @app.get("/hold")
    def hold():
        wait(gate["open"].wait())
        return "held"

    crossing(app, limit=2)

    async def main():
        gate["open"] = asyncio.Event()
        tasks = [asyncio.ensure_future(get(app, "/hold")) for _ in range(12)]
        await until(lambda: gate_of(app).longest == 10)
        for task in tasks[2:9]:
            task.cancel()
        await asyncio.sleep(0.01)
        gate["open"].set()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        cancelled = sum(isinstance(result, asyncio.CancelledError) for result in results)
        return cancelled, gate_of(app).inside, (await get(app, "/hold")).json

    assert on_loop(main) == (7, 0, "held")


def test_a_waiter_cancelled_in_the_moment_it_is_admitted_passes_its_turn_on(on_loop):
    async def main():
        gate = Admission(1, lambda: None).gate()
        await gate.acquire()
        first, second = (asyncio.ensure_future(gate.acquire()) for _ in range(2))
        await asyncio.sleep(0)
        gate.release(0)  # first's turn
        first.cancel()  # before it could run
        await asyncio.wait_for(second, 5)
        return first.cancelled(), gate.inside

    assert on_loop(main) == (True, 1)


@pytest.mark.parametrize("path", ["/error", "/missing-argument", "/nowhere"])
def test_failing_requests_give_their_token_back(on_loop, path):
    app = FastAPI()

    def check():
        wait(asyncio.sleep(0))

    @app.get("/error")
    def error(_=Depends(check)):
        raise RuntimeError("struck a rock")

    @app.get("/missing-argument")
    def missing(speed: int, _=Depends(check)):
        return speed

    crossing(app, limit=2)

    async def main():
        await asyncio.gather(*(get(app, path) for _ in range(9)), return_exceptions=True)
        return gate_of(app).inside

    assert on_loop(main) == 0


def test_a_streaming_response_makes_room_once_it_has_begun(on_loop, library):
    app, gate = FastAPI(), {}

    @app.get("/stream")
    def stream():
        def lines():
            yield "first\n"
            wait(gate["open"].wait())
            with Session(library) as session:
                yield f"{session.query(Book).count()}\n"

        return StreamingResponse(lines())

    @app.get("/quick")
    def quick():
        return "quick"

    crossing(app, limit=1)

    async def main():
        gate["open"] = asyncio.Event()
        streams = [asyncio.ensure_future(get(app, "/stream")) for _ in range(5)]
        await asyncio.sleep(0.01)
        quick_answer = await asyncio.wait_for(get(app, "/quick"), 10)
        gate["open"].set()
        answers = await asyncio.gather(*streams)
        return quick_answer.json, {answer.text for answer in answers}, gate_of(app).inside

    assert on_loop(main) == ("quick", {"first\n3\n"}, 0)


def test_open_websockets_hold_no_token(on_loop):
    app, connected, gate = FastAPI(), [], {}

    def check():
        wait(asyncio.sleep(0))
        return "checked"

    @app.websocket("/radio")
    async def radio(socket: WebSocket, state: str = Depends(check)):
        await socket.accept()
        connected.append(state)
        await gate["everybody"].wait()
        await socket.send_text(await socket.receive_text())
        await socket.close()

    crossing(app, limit=1)

    async def main():
        gate["everybody"] = asyncio.Event()
        radios = [asyncio.ensure_future(websocket(app, "/radio", ["ahoy"])) for _ in range(4)]
        await until(lambda: len(connected) == 4)
        gate["everybody"].set()
        return await asyncio.gather(*radios)

    assert on_loop(main) == [["accept", "ahoy", "close"]] * 4


def test_background_tasks_do_not_queue_again(on_loop, library):
    from fastapi import BackgroundTasks

    app, done = FastAPI(), []

    def count():
        with Session(library) as session:
            done.append(session.query(Book).count())

    @app.post("/job")
    def job(tasks: BackgroundTasks):
        tasks.add_task(count)
        return "accepted"

    crossing(app, limit=1)

    async def main():
        await asyncio.gather(*(call(app, "POST", "/job") for _ in range(8)))
        return done, gate_of(app).inside

    assert on_loop(main) == ([3] * 8, 0)


def test_a_request_made_by_a_request_does_not_wait_for_its_own_token(on_loop):
    app = FastAPI()

    @app.get("/inner")
    def inner():
        wait(asyncio.sleep(0))
        return "inner"

    @app.get("/outer")
    def outer():
        return wait(get(app, "/inner")).json

    crossing(app, limit=1)

    async def main():
        return [answer.json for answer in await asyncio.gather(*(get(app, "/outer") for _ in range(5)))]

    assert on_loop(main) == ["inner"] * 5


def test_a_crossed_application_mounted_in_a_crossed_application_is_limited_too(on_loop, library):
    inner = nesting_app(library, 2)
    outer = FastAPI()
    outer.mount("/inner", inner)
    crossing(outer)

    async def main():
        answers = await asyncio.gather(*(get(outer, "/inner/nested") for _ in range(20)))
        return [answer.json for answer in answers]

    assert on_loop(main) == [2] * 20


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": -3}, {"on_cancel": "never"}])
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError):
        crossing(FastAPI(), **wrong)
