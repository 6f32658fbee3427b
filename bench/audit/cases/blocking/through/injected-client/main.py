from fastapi import Depends, FastAPI

from cache import Cache, get_cache

app = FastAPI()


@app.get("/seen")
async def seen(name: str, cache: Cache = Depends(get_cache)):
    return cache.seen(name)


@app.get("/forget")
def forget(name: str, cache: Cache = Depends(get_cache)):
    return cache.forget(name)
