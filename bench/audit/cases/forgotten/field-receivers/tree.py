from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import select, table
from sqlalchemy.ext.asyncio import AsyncSession

T = TypeVar("T")


@dataclass
class Table:
    name: str

    async def resolve(self) -> bool:
        return True


@dataclass
class Alias(Generic[T]):
    child: T = field()


async def resolve(alias: Alias, info, session: AsyncSession) -> list:
    alias.child.resolve()  # forgotten: statement
    await alias.child.resolve()  # fine
    rows = info.context["session"].execute(select(table("ships"))).scalars()  # forgotten: chain
    more = (await info.context["session"].execute(select(table("ships")))).scalars()  # fine
    return [*rows, *more, *(await session.scalars(select(table("ships"))))]
