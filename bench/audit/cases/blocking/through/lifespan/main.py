from contextlib import asynccontextmanager

from fastapi import FastAPI

from charts import load_charts, save_charts


@asynccontextmanager
async def lifespan(application):
    load_charts()
    yield
    save_charts()


app = FastAPI(lifespan=lifespan)
