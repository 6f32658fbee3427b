"""The timetable."""

from collections.abc import Sequence
from datetime import datetime
from typing import Optional

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from booking.api.dependencies import current_agent, get_db
from booking.models import Sailing, now
from booking.schemas import SailingOut
from booking.services import timetable

router = APIRouter(prefix="/sailings", tags=["sailings"])


@router.get("", response_model=list[SailingOut])
def list_sailings(
    after: Optional[datetime] = None,
    origin: Optional[str] = None,
    limit: int = Query(20, ge=1, le=100),
    db: Session = Depends(get_db),
) -> Sequence[Sailing]:
    return timetable.upcoming(db, after or now(), origin, limit)


@router.get("/{sailing_id}", response_model=SailingOut)
def show_sailing(sailing_id: int, db: Session = Depends(get_db)) -> Sailing:
    sailing = db.get(Sailing, sailing_id)
    if sailing is None:
        raise HTTPException(404, "no such sailing")
    return sailing


@router.get("/{sailing_id}/passengers", dependencies=[Depends(current_agent)])
def passengers(sailing_id: int, db: Session = Depends(get_db)) -> StreamingResponse:
    if db.get(Sailing, sailing_id) is None:
        raise HTTPException(404, "no such sailing")
    return StreamingResponse(timetable.passenger_list(sailing_id), media_type="text/csv")
