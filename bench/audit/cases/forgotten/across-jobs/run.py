import asyncio

from jobs import each_job, make_jobs, weigh


async def gather_all(jobs: list) -> list:
    return list(await asyncio.gather(*jobs))


async def run(crates: list[str]) -> float:
    weights = await gather_all(make_jobs(crates))  # fine
    direct = await gather_all([weigh(crate) for crate in crates])  # fine
    for job in each_job(crates):  # fine
        weights.append(await job)
    return sum(weights) + sum(direct)


async def run_wrong(crates: list[str]) -> int:
    jobs = make_jobs(crates)  # forgotten: collection
    return len(jobs)


async def sum_wrong(crates: list[str]) -> float:
    return sum(make_jobs(crates))  # forgotten: collection
