async def tariff(kind: str) -> int:
    return {"car": 40, "bike": 8}.get(kind, 5)


async def cheapest(kind: str, limit: int) -> bool:
    if tariff(kind) == limit:  # forgotten: comparison
        return True
    if await tariff(kind) == limit:  # fine
        return True
    if limit < tariff(kind) < 100:  # forgotten: comparison
        return True
    if kind in tariff(kind):  # forgotten: comparison
        return True
    if tariff(kind) is None:  # forgotten: comparison
        return False
    total = tariff(kind) * 2  # forgotten: operator
    total = -tariff(kind)  # forgotten: operator
    total = await tariff(kind) * 2  # fine
    return (await tariff(kind)) < total  # fine
