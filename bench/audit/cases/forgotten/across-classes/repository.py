class Repository:
    async def all(self) -> list[str]:
        return []

    async def add(self, title: str) -> None: ...


class Cache:
    def all(self) -> list[str]:
        return []

    def add(self, title: str) -> None: ...
