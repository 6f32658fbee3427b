from fastapi import FastAPI

from routes import loans, shelves

app = FastAPI()
app.include_router(loans.router)
app.include_router(shelves.router, prefix="/shelves")
