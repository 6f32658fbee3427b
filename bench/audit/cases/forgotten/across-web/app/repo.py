from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession


class BaseRepo:
    model: type

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, number: int):
        return await self.session.get(self.model, number)  # fine

    async def list(self, limit: int = 10):
        result = await self.session.execute(select(self.model).limit(limit))  # fine
        return result.scalars().all()  # fine

    async def save(self, item) -> None:
        self.session.add(item)  # fine
        await self.session.flush()  # fine
        self.session.commit()  # forgotten: statement

    async def count(self) -> int:
        return len(self.session.scalars(select(self.model)))  # forgotten: argument

    async def exists(self, number: int) -> bool:
        return await self.get(number) is not None  # fine

    async def missing(self, number: int) -> bool:
        return self.get(number) is None  # forgotten: comparison

    async def close(self) -> None:
        await self.session.close()  # fine


class Ferry:
    name = "ferry"


class FerryRepo(BaseRepo):
    model = Ferry

    async def named(self, number: int) -> str:
        ferry = await super().get(number)  # fine
        other = super().get(number)  # forgotten: value
        return ferry.name + other.name
