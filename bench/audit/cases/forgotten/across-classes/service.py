from repository import Cache, Repository


class Catalogue:
    def __init__(self) -> None:
        self.repository = Repository()
        self.cache = Cache()

    async def titles(self) -> list[str]:
        cached = self.cache.all()  # fine
        if cached:
            return cached
        for title in self.repository.all():  # forgotten: iterated
            self.cache.add(title)  # fine
        for title in await self.repository.all():  # fine
            self.repository.add(title)  # forgotten: statement
        return sorted(self.repository.all())  # forgotten: argument
