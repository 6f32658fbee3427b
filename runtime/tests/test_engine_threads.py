"""Engines that are dropped without being disposed of, as test suites do by the hundred."""

from __future__ import annotations

import gc
import threading
import time

import ferryman
from sqlalchemy import text
from sqlalchemy.pool import StaticPool


def test_the_worker_thread_of_a_forgotten_in_memory_database_ends():
    def use_and_forget() -> None:
        engine = ferryman.create_engine("sqlite://", poolclass=StaticPool)
        with engine.connect() as connection:
            assert connection.execute(text("select 1")).scalar() == 1

    use_and_forget()  # starts what stays: the side loop, the watchdog
    gc.collect()
    before = set(threading.enumerate())
    use_and_forget()
    deadline = time.monotonic() + 20
    while set(threading.enumerate()) - before and time.monotonic() < deadline:
        gc.collect()
        time.sleep(0.05)
    assert set(threading.enumerate()) - before == set()


def test_a_database_in_memory_lives_as_long_as_something_refers_to_it():
    engine = ferryman.create_engine("sqlite://", poolclass=StaticPool)
    connection = engine.connect()
    connection.execute(text("create table ferries (name text)"))
    del engine
    gc.collect()
    connection.execute(text("insert into ferries values ('Aurora')"))
    assert connection.execute(text("select name from ferries")).scalar() == "Aurora"
    connection.close()
