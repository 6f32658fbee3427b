"""Synchronous stand-ins for functions that became native, in tests that were not changed."""

import asyncio

import pytest
from ferryman import wait
from support.suites import run_suite

FERRIES = """
from contextlib import asynccontextmanager
from ferryman import wait

async def fetch(ferry):
    raise AssertionError("the harbour office was asked")

async def calls(ferry):
    yield await fetch(ferry)

@asynccontextmanager
async def moored(ferry):
    yield await fetch(ferry)

class Office:
    async def berth(self, ferry):
        return await fetch(ferry)

    @staticmethod
    async def tide():
        return await fetch(None)

    @classmethod
    async def opened(cls):
        return cls if await fetch(None) else None

async def native(ferry):
    return await fetch(ferry)

def synchronous(ferry):
    return wait(fetch(ferry))

async def gathered(ferry):
    async with moored(ferry) as berth:
        return [call async for call in calls(ferry)] + [berth]

async def office(ferry):
    return await Office().berth(ferry), await Office.tide(), await Office.opened()
"""

SUITE = """
import functools
from contextlib import contextmanager
from unittest import mock
import ferries
import pytest
from ferries import Office, gathered, native, office, synchronous
from ferryman import wait

def both(ferry="Pequod"):
    return [wait(native(ferry)), synchronous(ferry)]

def test_a_function(monkeypatch):
    monkeypatch.setattr(ferries, "fetch", lambda ferry: f"{ferry} 7")
    assert both() == ["Pequod 7"] * 2

def test_a_name(monkeypatch):
    monkeypatch.setattr("ferries.fetch", lambda ferry: f"{ferry} 7")
    assert both() == ["Pequod 7"] * 2

def test_a_keyword_and_a_context(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(ferries, "fetch", value=str.upper)
        assert both() == ["PEQUOD"] * 2
    with pytest.raises(AssertionError, match="harbour office"):
        both()

def test_an_error(monkeypatch):
    def fetch(ferry):
        raise LookupError(ferry)
    monkeypatch.setattr(ferries, "fetch", fetch)
    with pytest.raises(LookupError):
        wait(native("Pequod"))
    with pytest.raises(LookupError):
        synchronous("Pequod")

def test_a_mock_of_the_tests_own(monkeypatch):
    fetch = mock.Mock(return_value=7)
    monkeypatch.setattr(ferries, "fetch", fetch)
    assert both() == [7, 7]
    assert fetch.call_count == ferries.fetch.call_count == 2
    ferries.fetch.return_value = 8
    assert both() == [8, 8]
    fetch.assert_called_with("Pequod")

def test_a_partial(monkeypatch):
    monkeypatch.setattr(ferries, "fetch", functools.partial(pow, 2))
    assert both(3) == [8, 8]

def test_methods(monkeypatch):
    monkeypatch.setattr(Office, "berth", lambda self, ferry: (type(self).__name__, ferry))
    monkeypatch.setattr(Office, "tide", staticmethod(lambda: "high"))
    monkeypatch.setattr(Office, "opened", classmethod(lambda cls: cls.__name__))
    assert wait(office("Pequod")) == (("Office", "Pequod"), "high", "Office")

def test_generators_and_managers(monkeypatch):
    @contextmanager
    def moored(ferry):
        yield "berth 1"
    monkeypatch.setattr(ferries, "calls", lambda ferry: iter(["Bergen", ferry]))
    monkeypatch.setattr(ferries, "moored", moored)
    assert wait(gathered("Pequod")) == ["Bergen", "Pequod", "berth 1"]

def test_asynchronous_ones_are_left_alone(monkeypatch):
    async def fetch(ferry):
        return 7
    monkeypatch.setattr(ferries, "fetch", fetch)
    assert ferries.fetch is fetch and both() == [7, 7]
    fetch = mock.AsyncMock(return_value=8)
    monkeypatch.setattr(ferries, "fetch", fetch)
    assert ferries.fetch is fetch and both() == [8, 8]
    monkeypatch.setattr(ferries, "fetch", lambda ferry: fetch(ferry))
    assert both() == [8, 8]

def test_synchronous_functions_are_replaced_as_ever(monkeypatch):
    fake = lambda ferry: 7
    monkeypatch.setattr(ferries, "synchronous", fake)
    assert ferries.synchronous is fake
    monkeypatch.setattr(ferries, "nothing", fake, raising=False)
    assert ferries.nothing is fake
    monkeypatch.setattr(ferries, "fetch", None)
    assert ferries.fetch is None

@mock.patch("ferries.fetch", lambda ferry: f"{ferry} 7")
def test_patch_with_a_function():
    assert both() == ["Pequod 7"] * 2

def test_patch_with_a_mock():
    with mock.patch.object(ferries, "fetch", new=mock.MagicMock(return_value=7)) as fetch:
        assert both() == [7, 7]
    assert fetch.call_count == 2

@mock.patch("ferries.fetch", return_value=7)
def test_patch_makes_its_own(fetch):
    assert both() == [7, 7]
    assert fetch.call_count == 2

@mock.patch.multiple("ferries", fetch=lambda ferry: 7)
def test_patch_multiple():
    assert both() == [7, 7]

def test_afterwards_all_is_as_it_was():
    with pytest.raises(AssertionError, match="harbour office"):
        both()
"""


def test_stand_ins_have_the_colour_of_what_they_stand_for(tmp_path):
    result = run_suite(tmp_path, ferries=FERRIES, test_ferries=SUITE)
    assert result.outcomes == {"passed": 15}, result.out


def test_asynchronous_tests_are_left_alone(tmp_path):
    suite = """
    import ferries
    import pytest

    @pytest.mark.anyio
    async def test_synchronous_stand_in(monkeypatch):
        fake = lambda ferry: 7
        monkeypatch.setattr(ferries, "fetch", fake)
        assert ferries.fetch is fake

    @pytest.fixture
    def anyio_backend():
        return "asyncio"
    """
    result = run_suite(tmp_path, ferries=FERRIES, test_ferries=suite)
    assert result.outcomes == {"passed": 1}, result.out


def numbers():
    yield 1


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (7, "7 (int)"),
        (None, "None (NoneType)"),
        (asyncio.sleep, f"{asyncio.sleep} (function)"),
        (numbers(), "<generator object numbers at 0x"),
        (list(range(100)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16... (list)"),
    ],
    ids=["number", "nothing", "function not called", "generator", "long"],
)
@pytest.mark.parametrize("in_a_task", [True, False])
def test_what_cannot_be_awaited_is_refused_with_a_remedy(on_asyncio, value, shown, in_a_task):
    async def main():
        wait(value)

    with pytest.raises(TypeError) as refused:
        on_asyncio(main) if in_a_task else wait(value)
    assert str(refused.value).startswith(f"wait() was given {shown}")
    assert str(refused.value).endswith(
        "which cannot be awaited: what was called is synchronous here. Call it without wait(). Where a test has put a "
        "stand-in in the place of a native function, make that `async def` or an AsyncMock."
    )
