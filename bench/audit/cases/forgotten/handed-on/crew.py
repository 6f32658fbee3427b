import asyncio
import inspect

import anyio
from fastapi import BackgroundTasks, Depends, FastAPI
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse

app = FastAPI()


async def muster(name: str = "bridge") -> int:
    await asyncio.sleep(0)
    return 12


async def current_watch() -> str:
    return "dog watch"


@app.get("/crew")
async def crew(background: BackgroundTasks, watch: str = Depends(current_watch)) -> dict:  # fine
    background.add_task(muster, "engine")  # fine
    background.add_task(muster("deck"))  # forgotten: argument
    return {"watch": watch.upper()}  # fine


@app.get("/watch")
def sync_watch():
    return current_watch()  # forgotten: returned


@app.get("/watch/list")
async def async_watch():
    return {"watch": current_watch()}  # forgotten: collection


@app.get("/watch/right")
async def right_watch():
    return JSONResponse({"watch": await current_watch()}, background=BackgroundTask(muster, "bow"))  # fine


async def drill() -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(muster, "stern")  # fine
        group.start_soon(muster("stern"))  # forgotten: argument
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(muster())  # fine
    await asyncio.wait_for(muster(), timeout=1)  # fine
    await asyncio.shield(muster())  # fine
    done, _ = await asyncio.wait([asyncio.ensure_future(muster())])  # fine
    asyncio.wait_for(muster(), timeout=1)  # forgotten: statement
    results = asyncio.gather(muster(), muster())  # fine
    print(await results)
    maybe = muster()  # fine
    if inspect.isawaitable(maybe):
        maybe = await maybe
    print(done)


async def first_of_gather() -> int:
    counts = asyncio.gather(muster(), muster())  # forgotten: value
    return counts[0]


if __name__ == "__main__":
    asyncio.run(drill())  # fine
