from typing import Annotated

from fastapi import Depends, Header, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from .repo import FerryRepo

engine = create_async_engine("postgresql+asyncpg://localhost/ferry")
maker = async_sessionmaker(engine)


async def get_session():
    session = maker()
    try:
        yield session  # fine
    finally:
        session.close()  # forgotten: statement


SessionDep = Annotated[AsyncSession, Depends(get_session)]


def get_repo(session: SessionDep) -> FerryRepo:
    return FerryRepo(session)  # fine


async def verify(token: str) -> bool:
    return token == "x"


async def current_user(token: Annotated[str, Header()]) -> str:
    if not verify(token):  # forgotten: not
        raise HTTPException(401)
    if not await verify(token):  # fine
        raise HTTPException(401)
    return token


RepoDep = Annotated[FerryRepo, Depends(get_repo)]
UserDep = Annotated[str, Depends(current_user)]
