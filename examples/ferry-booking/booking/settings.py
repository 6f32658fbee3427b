"""Settings, from the environment."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    database_url: str = os.environ.get("BOOKING_DATABASE_URL", "sqlite:///booking.db")
    pool_size: int = int(os.environ.get("BOOKING_POOL_SIZE", "5"))
    max_overflow: int = int(os.environ.get("BOOKING_MAX_OVERFLOW", "10"))
    pool_timeout: float = float(os.environ.get("BOOKING_POOL_TIMEOUT", "30"))


settings = Settings()
