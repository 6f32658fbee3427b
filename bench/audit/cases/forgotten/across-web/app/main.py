import asyncio
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request, UploadFile, WebSocket

from .deps import RepoDep, UserDep, engine

clients = []


async def warm_up() -> None:
    await asyncio.sleep(0)


@asynccontextmanager
async def lifespan(app: FastAPI):
    warm_up()  # forgotten: statement
    await warm_up()  # fine
    app.state.http = httpx.AsyncClient()
    yield  # fine
    app.state.http.aclose()  # forgotten: statement
    engine.dispose()  # forgotten: statement


app = FastAPI(lifespan=lifespan)


@app.middleware("http")
async def time_it(request: Request, call_next):
    response = await call_next(request)  # fine
    return response


@app.get("/ferries/{number}")
async def ferry(number: int, repo: RepoDep, user: UserDep):
    found = repo.get(number)  # forgotten: value
    if found is None:
        return {}
    return {"ferry": found.name, "user": user}  # fine


@app.get("/ferries")
async def ferries(repo: RepoDep):
    return repo.list()  # forgotten: two-awaits


@app.get("/right")
async def right(repo: RepoDep):
    return await repo.list()  # fine


@app.post("/echo")
async def echo(request: Request, file: UploadFile):
    body = request.json()  # forgotten: value
    print(body["name"])
    data = (await request.json())["name"]  # fine
    content = file.read()  # forgotten: value
    text = (await file.read()).decode()  # fine
    form = await request.form()  # fine
    size = len(content)
    return {"data": data, "text": text, "form": form, "size": size}


@app.websocket("/live")
async def live(socket: WebSocket):
    socket.accept()  # forgotten: statement
    await socket.accept()  # fine
    clients.append(socket)  # fine
    async for message in socket.iter_text():  # fine
        for client in clients:
            client.send_text(message)  # forgotten: statement
    await asyncio.gather(*[client.send_text("bye") for client in clients])  # fine
