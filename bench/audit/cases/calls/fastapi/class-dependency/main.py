#: list_trips => Paging.__init__
#: list_trips -> Paging.window
from fastapi import Depends, FastAPI

app = FastAPI()


class Paging:
    def __init__(self, page: int = 1):
        self.page = page

    def window(self):
        return [self.page]


@app.get("/trips")
def list_trips(paging: Paging = Depends()):
    return paging.window()
