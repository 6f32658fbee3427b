#: main:<module> ?> ?
#: routes.trips:list_trips => deps:get_store
#: routes.trips:list_trips -> store:Store.trips
from fastapi import FastAPI

from routes import trips

app = FastAPI()
app.include_router(trips.router)
