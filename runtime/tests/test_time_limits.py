"""What a signal handler raises while the loop waits is raised in the test that is waiting."""

from __future__ import annotations

import asyncio
import signal

import ferryman
import pytest
from ferryman.pytest_plugin._session import Session


class TimeIsUp(Exception):
    pass


@pytest.fixture
def alarm():
    def raise_it(*_: object) -> None:
        raise TimeIsUp

    before = signal.signal(signal.SIGALRM, raise_it)
    yield lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_a_time_limit_ends_the_wait_of_the_test_and_its_clean_up_still_waits(alarm):
    session, events = Session(), []

    def slow_test() -> str:
        try:
            alarm(0.1)
            ferryman.wait(asyncio.sleep(60))
        except TimeIsUp:
            events.append("limit")
        finally:
            ferryman.wait(asyncio.sleep(0))
            events.append("cleaned up")
        return "next"

    assert session.run(slow_test) == "next"
    assert events == ["limit", "cleaned up"]
    assert session.run(lambda: ferryman.wait(asyncio.sleep(0, "another test"))) == "another test"
    session.close()


def test_a_time_limit_that_the_test_does_not_catch_fails_the_test_alone(alarm):
    session = Session()

    def slow_test() -> None:
        alarm(0.1)
        ferryman.wait(asyncio.sleep(60))

    with pytest.raises(TimeIsUp):
        session.run(slow_test)
    assert session.run(lambda: ferryman.wait(asyncio.sleep(0, "another test"))) == "another test"
    session.close()
