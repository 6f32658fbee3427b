"""Logging in."""

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from booking.api.dependencies import get_db
from booking.schemas import LoginIn, TokenOut
from booking.services import agents

router = APIRouter(prefix="/agents", tags=["agents"])


@router.post("/login", response_model=TokenOut)
def log_in(given: LoginIn, db: Session = Depends(get_db)) -> TokenOut:
    token = agents.log_in(db, given.name, given.password)
    if token is None:
        raise HTTPException(401, "wrong name or password")
    return TokenOut(token=token)
