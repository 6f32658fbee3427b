import time

from fastapi import FastAPI

app = FastAPI()


class Berth:
    def __init__(self):
        time.sleep(1)  # blocks

    @property
    def depth(self):
        time.sleep(2)  # blocks
        return 7

    def __enter__(self):
        time.sleep(3)  # blocks
        return self

    def __exit__(self, *problem):
        time.sleep(4)  # blocks

    def __str__(self):
        time.sleep(5)  # blocks
        return "berth"

    def __iter__(self):
        time.sleep(6)  # blocks
        yield 1

    def __len__(self):
        time.sleep(7)  # fine
        return 1


@app.get("/berth")
async def berth():
    free = Berth()
    with free:
        label = f"{free}"
    return free.depth, label, [one for one in free]
