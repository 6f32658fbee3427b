"""Cost of one call across the colours, ours beside others', in rounds that take every case in turn.

`measure.py asyncio|uvloop ROUNDS MILLISECONDS` prints JSON: for each case the microseconds of one call in each round.
"""

from __future__ import annotations

import asyncio
import contextvars
import json
import platform
import random
import sys
import threading
import time
from importlib.metadata import version

import cases
from ferryman import _loops, _switch, _tasks


async def in_thread(function, *args):
    """Run `function` in a new plain thread, with a copy of this context, while this loop goes on."""
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    context = contextvars.copy_context()

    def work():
        try:
            outcome, value = done.set_result, context.run(function, *args)
        except BaseException as error:  # noqa: BLE001 - raised again where the result is awaited
            outcome, value = done.set_exception, error
        loop.call_soon_threadsafe(outcome, value)

    threading.Thread(target=work).start()
    return await done


async def batch(case, calls):
    """Nanoseconds of `calls` calls."""
    loop = asyncio.get_running_loop()
    if case.ours:
        _tasks.install(loop)
    try:
        if case.place == "thread":
            if case.ours:
                _loops.home.set(loop)
            return await in_thread(timed, case.function, calls)
        if case.place == "frame":
            return await _switch.drive(called(case.function, calls))
        return await awaited(case.function, calls)
    finally:
        _tasks.uninstall(loop)
        _loops.home.set(None)


def timed(function, calls):
    turns = range(calls)
    started = time.perf_counter_ns()
    for _ in turns:
        function()
    return time.perf_counter_ns() - started


async def called(function, calls):
    return timed(function, calls)


async def awaited(function, calls):
    turns = range(calls)
    started = time.perf_counter_ns()
    for _ in turns:
        await function()
    return time.perf_counter_ns() - started


async def measure(rounds, milliseconds):
    every = await cases.all_cases()
    calls = {}
    for case in every:
        await batch(case, 3)
        took = await batch(case, 10) / 10
        calls[case.name] = max(10, int(milliseconds * 1e6 / max(took, 1)))
    microseconds = {case.name: [] for case in every}
    order = random.Random(1)
    for _ in range(rounds):
        order.shuffle(every)
        for case in every:
            taken = await batch(case, calls[case.name])
            microseconds[case.name].append(taken / calls[case.name] / 1000)
    await cases.close()
    return microseconds


def main():
    kind, rounds, milliseconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    if kind == "uvloop":
        import uvloop

        loop = uvloop.new_event_loop()
    else:
        loop = asyncio.new_event_loop()
    microseconds = loop.run_until_complete(measure(rounds, milliseconds))
    names = ("greenlet", "SQLAlchemy", "asgiref", "smartasync", "anyio", "starlette", "uvloop")
    versions = {name: version(name) for name in names}
    json.dump({"python": platform.python_version(), "versions": versions, "microseconds": microseconds}, sys.stdout)


if __name__ == "__main__":
    main()
