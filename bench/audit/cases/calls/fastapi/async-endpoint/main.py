#: list_trips => current
#: list_trips -> load
#: load -> read_rows
from fastapi import Depends, FastAPI

app = FastAPI()


def read_rows():
    return []


async def load():
    return read_rows()


async def current():
    return "Ada"


@app.get("/trips")
async def list_trips(user: str = Depends(current)):
    return await load()
