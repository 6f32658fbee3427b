from fastapi import APIRouter, Depends

import deps
from store import Store

router = APIRouter()


@router.get("/trips")
def list_trips(store: Store = Depends(deps.get_store)):
    return store.trips()
