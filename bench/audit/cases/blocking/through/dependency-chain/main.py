from fastapi import Depends, FastAPI

from deps import current_user

app = FastAPI()


@app.get("/me")
async def me(user=Depends(current_user)):
    return user
