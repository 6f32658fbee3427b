#: list_trips => get_store
#: list_trips -> Store.trips
from fastapi import Depends, FastAPI

app = FastAPI()


class Store:
    def trips(self):
        return []


class Diary:
    def trips(self):
        return None


def get_store():
    return Store()


@app.get("/trips")
def list_trips(store=Depends(get_store)):
    return store.trips()
