from fastapi import FastAPI, Request

from state import State

app = FastAPI()
state = State()


@app.get("/ports")
async def ports(request: Request):
    return state.ports.load()
