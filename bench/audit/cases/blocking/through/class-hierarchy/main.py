from fastapi import FastAPI

from vessels import Barge, Tug, Vessel

app = FastAPI()


async def start(vessel: Vessel):
    return vessel.depart()


@app.get("/start")
async def start_all():
    await start(Tug())
    await start(Barge())
