from abc import ABC, abstractmethod
from typing import Protocol


class Store(ABC):
    @abstractmethod
    async def save(self, name: str) -> bool: ...

    async def close(self) -> None:
        self.closed = True


class FileStore(Store):
    async def save(self, name: str) -> bool:
        return True


class Drawer:
    def save(self, name: str) -> bool:
        return True


class Archive(Protocol):
    async def fetch(self, name: str) -> str: ...


class Desk:
    def __init__(self, store: Store, drawer: Drawer) -> None:
        self.store = store
        self.drawer = drawer

    async def put(self, name: str) -> None:
        self.store.save(name)  # forgotten: statement
        await self.store.save(name)  # fine
        self.drawer.save(name)  # fine
        if self.drawer.save(name):  # fine
            self.finish()  # forgotten: statement

    async def finish(self) -> None:
        await self.store.close()  # fine

    @classmethod
    async def open(cls) -> "Desk":
        return cls(FileStore(), Drawer())

    @staticmethod
    async def audit() -> int:
        return 1

    @property
    async def size(self) -> int:
        return 3

    async def __call__(self, name: str) -> None:
        await self.put(name)


class QuietDesk(Desk):
    async def finish(self) -> None:
        super().finish()  # forgotten: statement
        await super().finish()  # fine


async def work(archive: Archive) -> None:
    desk = Desk.open()  # forgotten: value
    desk.finish()
    right = await Desk.open()  # fine
    await right.finish()  # fine
    right.finish()  # forgotten: statement
    Desk.audit()  # forgotten: statement
    right("Emma")  # forgotten: statement
    await right("Emma")  # fine
    print(await right.size)  # fine
    print(right.size)  # forgotten: format
    text = archive.fetch("Emma")  # forgotten: value
    print(text.upper())


class Counter:
    async def count(self) -> int:
        return 3

    def __len__(self) -> int:
        return self.count()  # forgotten: returned
