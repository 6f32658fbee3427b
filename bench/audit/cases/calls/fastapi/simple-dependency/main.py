#: list_trips => get_clock
#: list_trips -> today
from fastapi import Depends, FastAPI

app = FastAPI()


def get_clock():
    return 9


def today(hour):
    return [hour]


@app.get("/trips")
def list_trips(clock=Depends(get_clock)):
    return today(clock)
