async def toll(kind: str) -> int:
    return 3
