"""Context variables on both sides of every crossing."""

import asyncio
import contextvars

import pytest
from ferryman import to_thread, wait
from ferryman._switch import in_place
from support.loops import ALONE, LOAD

deck = contextvars.ContextVar("deck", default="none")
crowds = pytest.mark.parametrize("crowd", [ALONE, LOAD])


@crowds
def test_a_call_sees_what_its_task_set_and_what_it_sets_stays_in_it_as_in_a_thread(on_loop, crowd):
    def call(name):
        seen = [deck.get()]
        deck.set(f"{name} below")
        wait(asyncio.sleep(0))
        seen.append(deck.get())
        return seen

    async def one(name):
        deck.set(name)
        in_thread, on_the_loop = await asyncio.to_thread(call_without_wait, name), await in_place(call, name)
        assert in_thread == on_the_loop == [name, f"{name} below"]
        return deck.get()

    def call_without_wait(name):
        seen = [deck.get()]
        deck.set(f"{name} below")
        seen.append(deck.get())
        return seen

    async def main():
        return await asyncio.gather(*(asyncio.ensure_future(one(str(number))) for number in range(crowd)))

    assert on_loop(main) == [str(number) for number in range(crowd)]


@crowds
def test_what_native_code_sets_is_seen_by_the_synchronous_code_that_called_it(on_loop, crowd):
    async def native(name):
        await asyncio.sleep(0)
        deck.set(name)
        await asyncio.sleep(0)

    def call(name):
        wait(native(name))
        return deck.get()

    async def main():
        return await asyncio.gather(*(in_place(call, str(number)) for number in range(crowd)))

    assert on_loop(main) == [str(number) for number in range(crowd)]


@crowds
def test_a_token_made_before_a_switch_resets_after_it(on_loop, crowd):
    def call(name):
        token = deck.set(name)
        wait(asyncio.sleep(0))
        inside = deck.get()
        deck.reset(token)
        return inside, deck.get()

    async def main():
        return await asyncio.gather(*(in_place(call, str(number)) for number in range(crowd)))

    assert on_loop(main) == [(str(number), "none") for number in range(crowd)]


def test_a_native_task_and_its_synchronous_helpers_share_one_context(on_loop):
    def helper():
        token = deck.set("helper")
        wait(asyncio.sleep(0))
        return token

    async def native():
        deck.set("native")
        token = helper()
        assert deck.get() == "helper"
        deck.reset(token)  # the token is this very context's
        return deck.get()

    async def main():
        return await asyncio.ensure_future(native())

    assert on_loop(main) == "native"


@crowds
def test_context_run_across_a_switch_keeps_each_callers_values(on_loop, crowd):
    def scoped(name):
        deck.set(name)
        wait(asyncio.sleep(0))
        wait(asyncio.sleep(0))
        return deck.get()

    def call(name):
        context = contextvars.copy_context()
        inside = context.run(scoped, name)
        return inside, context[deck], deck.get()

    async def main():
        return await asyncio.gather(*(in_place(call, str(number)) for number in range(crowd)))

    assert on_loop(main) == [(str(number), str(number), "none") for number in range(crowd)]


def test_one_context_entered_twice_at_once_is_an_error_as_it_is_with_threads(on_loop):
    shared = contextvars.copy_context()

    def call(nap):
        return shared.run(wait, nap)

    async def main():
        naps = asyncio.sleep(0.01), asyncio.sleep(0)
        results = await asyncio.gather(*(in_place(call, nap) for nap in naps), return_exceptions=True)
        naps[1].close()
        return results

    first, second = on_loop(main)
    assert first is None and isinstance(second, RuntimeError)


def test_tasks_and_threads_started_by_a_call_inherit_its_context(on_loop):
    async def child():
        return deck.get()

    def call():
        deck.set("call")
        task = asyncio.get_running_loop().create_task(child())
        return wait(task), wait(to_thread(deck.get)), wait(asyncio.to_thread(deck.get))

    async def main():
        return await in_place(call)

    assert on_loop(main) == ("call", "call", "call")


class Span:
    """How tracing libraries keep the current span: a token attached on entry, detached on exit."""

    current = contextvars.ContextVar("span", default=())

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.token = Span.current.set((*Span.current.get(), self.name))
        return self

    def __exit__(self, *_):
        Span.current.reset(self.token)


@crowds
def test_spans_nest_across_colours_and_never_mix_between_requests(on_loop, crowd):
    seen = {}

    async def query(name):
        with Span("query"):
            await asyncio.sleep(0)
            seen[name] = Span.current.get()

    def handler(name):
        with Span("handler"):
            wait(query(name))
            wait(asyncio.gather(query(f"{name}/a"), query(f"{name}/b")))
            return Span.current.get()

    async def request(name):
        with Span(name):
            spans = await in_place(handler, name)
            assert Span.current.get() == (name,)
            return spans

    async def main():
        names = [str(number) for number in range(crowd)]
        return await asyncio.gather(*(asyncio.ensure_future(request(name)) for name in names))

    assert on_loop(main) == [(str(number), "handler") for number in range(crowd)]
    assert all(spans == (name.split("/")[0], "handler", "query") for name, spans in seen.items())
    assert len(seen) == 3 * crowd


def test_opentelemetry_contexts_cross_over(on_loop):
    otel = pytest.importorskip("opentelemetry.context")

    async def native():
        token = otel.attach(otel.set_value("port", "Harwich"))
        await asyncio.sleep(0)
        seen = otel.get_value("port"), otel.get_value("ship")
        otel.detach(token)
        return seen

    def handler():
        token = otel.attach(otel.set_value("ship", "Amsterdam"))
        try:
            return wait(native()), otel.get_value("port"), otel.get_value("ship")
        finally:
            otel.detach(token)

    async def main():
        result = await in_place(handler)
        assert otel.get_value("ship") is None
        return result

    assert on_loop(main) == (("Harwich", "Amsterdam"), None, "Amsterdam")
