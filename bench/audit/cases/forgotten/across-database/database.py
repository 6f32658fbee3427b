from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine("postgresql+asyncpg://localhost/ferry")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def get_session():
    async with Session() as session:  # fine
        yield session


async def migrate(session: AsyncSession) -> None:
    session.add(None)  # fine
    session.commit()  # forgotten: statement
    await session.commit()  # fine
