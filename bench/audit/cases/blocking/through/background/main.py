from fastapi import BackgroundTasks, FastAPI

from jobs import in_thread, on_loop

app = FastAPI()


@app.get("/book")
async def book(tasks: BackgroundTasks):
    tasks.add_task(on_loop, "Ada")
    tasks.add_task(in_thread, "Ada")
    return {}
