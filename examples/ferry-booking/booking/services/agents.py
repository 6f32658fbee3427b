"""Those who sell tickets."""

import hashlib
import hmac
import secrets
from typing import Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Agent

ROUNDS = 50_000


def hash_password(password: str, salt: Optional[str] = None) -> str:
    salt = salt or secrets.token_hex(8)
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), ROUNDS)
    return f"{salt}${digest.hex()}"


def log_in(db: Session, name: str, password: str) -> Optional[str]:
    """A new token; None when the name or the password is wrong."""
    agent = db.scalar(select(Agent).where(Agent.name == name))
    if agent is None:
        return None
    salt = agent.password.partition("$")[0]
    if not hmac.compare_digest(agent.password, hash_password(password, salt)):
        return None
    agent.token = secrets.token_hex(16)
    db.commit()
    return agent.token


def by_token(db: Session, token: str) -> Optional[Agent]:
    return db.scalar(select(Agent).where(Agent.token == token))
