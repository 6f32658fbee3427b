from fastapi import Depends

from tokens import decode, slow_key


async def key():
    return slow_key()


async def current_user(secret=Depends(key)):
    return decode(secret)
