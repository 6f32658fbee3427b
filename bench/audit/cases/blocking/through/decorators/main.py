from fastapi import FastAPI

from retries import retried
from tides import read_tide

app = FastAPI()


@retried
def dial():
    return "ring"


@app.get("/tide")
async def tide():
    dial()
    return read_tide()
