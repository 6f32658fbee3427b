from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from database import Session, get_session
from models import Booking

router = APIRouter()


@router.get("/bookings/{number}")
async def booking(number: int, session: AsyncSession = Depends(get_session)):
    found = await session.get(Booking, number)  # fine
    if session.get(Booking, number) is None:  # forgotten: comparison
        return None
    rows = (await session.execute(select(Booking))).scalars().all()  # fine
    seats = session.execute(select(Booking)).scalars()  # forgotten: chain
    first = await session.scalars(select(Booking)).first()  # forgotten: chain
    session.refresh(found)  # forgotten: statement
    return {"rows": rows, "seats": seats, "first": first}


async def close_all() -> None:
    async with Session() as session:  # fine
        session.rollback()  # forgotten: statement
        await session.rollback()  # fine
        async with session.begin():  # fine
            session.delete(None)  # forgotten: statement
