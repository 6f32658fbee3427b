"""What the handlers are given."""

from collections.abc import Iterator

from fastapi import Depends, Header, HTTPException
from sqlalchemy.orm import Session

from booking.database import SessionLocal
from booking.models import Agent
from booking.services import agents


def get_db() -> Iterator[Session]:
    db = SessionLocal()
    try:
        yield db
    except Exception:
        db.rollback()
        raise
    finally:
        db.close()


def current_agent(x_token: str = Header(), db: Session = Depends(get_db)) -> Agent:
    agent = agents.by_token(db, x_token)
    if agent is None:
        raise HTTPException(401, "log in first")
    return agent
