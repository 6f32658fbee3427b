import asyncio
from unittest.mock import AsyncMock, Mock

import pytest

from tolls import toll


@pytest.mark.asyncio
async def test_car() -> None:
    assert await toll("car") == 3  # fine


@pytest.mark.asyncio
async def test_bike() -> None:
    assert toll("bike")  # forgotten: condition


def test_by_hand() -> None:
    assert asyncio.run(toll("car")) == 3  # fine


async def test_mock() -> None:
    fake = AsyncMock(return_value=3)
    assert await fake("car") == 3  # fine
    plain = Mock(return_value=3)
    assert plain("car") == 3  # fine


@pytest.fixture
async def price() -> int:
    return await toll("car")  # fine


async def test_fixture(price: int) -> None:
    assert price == 3  # fine


async def test_raises() -> None:
    with pytest.raises(ValueError):
        toll("submarine")  # forgotten: statement
    with pytest.raises(ValueError):
        await toll("submarine")  # fine
