from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

T = TypeVar("T")


class Item(NamedTuple):
    name: str
    price: int

    def total(self, count: int) -> int:
        return multiply(self.price, count)


class Repository(Protocol[T]):
    def get(self, key: str) -> T | None: ...

    def iterate(self) -> Iterator[T]: ...


class Base(ABC, Generic[T]):
    @abstractmethod
    def get(self, key: str) -> T | None: ...

    def require(self, key: str) -> T:
        found = self.get(key)
        if found is None:
            raise LookupError(key)
        return found


class Memory(Base[Item]):
    def __init__(self, items: list[Item]) -> None:
        self._items: dict[str, Item] = {item.name: item for item in items}

    def get(self, key: str) -> Item | None:
        print("get", key)
        return self._items.get(key)

    def iterate(self) -> Iterator[Item]:
        for key in self._items:
            yield self.require(key)


class Service:
    def __init__(self, repository: Repository[Item], rounding: Callable[[float], int] = round) -> None:
        self.repository = repository
        self.rounding = rounding

    def price(self, key: str, count: int = 1) -> int:
        item = self.repository.get(key)
        return self.rounding(item.total(count)) if item else 0

    def everything(self) -> list[str]:
        return [item.name for item in self.repository.iterate()]


def multiply(a: int, b: int) -> int:
    print("multiply")
    return a * b


def half(value: float) -> int:
    return multiply(int(value), 1) // 2


def run() -> None:
    memory = Memory([Item("tea", 3), Item("salt", 2)])
    service = Service(memory)
    print(service.price("tea", 2), service.price("none"), service.everything())
    print(Service(memory, half).price("salt", 4), memory.require("tea").total(1))
    options: dict[str, Any] = {"repository": memory, "rounding": half}
    print(Service(**options).price("tea", 2))


run()
