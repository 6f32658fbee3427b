async def weigh(crate: str) -> float:
    return 1.0


def make_jobs(crates: list[str]) -> list:
    return [weigh(crate) for crate in crates]  # fine


def each_job(crates: list[str]):
    for crate in crates:
        yield weigh(crate)  # fine
