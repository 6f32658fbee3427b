"""What goes in and out over HTTP."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class FromModel(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class HarbourOut(FromModel):
    name: str
    country: str


class RouteOut(FromModel):
    origin: HarbourOut
    destination: HarbourOut
    minutes: int


class FerryOut(FromModel):
    name: str
    seats: int


class SailingOut(FromModel):
    id: int
    departs_at: datetime
    route: RouteOut
    ferry: FerryOut
    seats_left: int


class BookingIn(BaseModel):
    sailing_id: int
    name: str = Field(min_length=1, max_length=80)
    passengers: int = Field(ge=1, le=20)


class BookingOut(FromModel):
    id: int
    name: str
    passengers: int
    made_at: datetime
    sailing: SailingOut


class LoginIn(BaseModel):
    name: str
    password: str


class TokenOut(BaseModel):
    token: str
