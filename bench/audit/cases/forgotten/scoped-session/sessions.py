from asyncio import current_task

from sqlalchemy.ext.asyncio import async_scoped_session, async_sessionmaker, create_async_engine


class Sessions:
    def __init__(self) -> None:
        self.session = None

    def open(self) -> None:
        factory = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))
        self.session = async_scoped_session(factory, scopefunc=current_task)


def sessions() -> Sessions:
    made = Sessions()
    made.open()
    return made


async def get_session():
    session = sessions().session()
    try:
        yield session
    except ValueError:
        session.rollback()  # forgotten: statement
        raise
    finally:
        await session.close()  # fine


async def other_session():
    session = sessions().session()
    try:
        yield session
    finally:
        session.close()  # forgotten: statement
