import inspect
from dataclasses import dataclass, field


@dataclass
class Plan:
    legs: list = field(default_factory=list)
    name: str = ""


async def draw(name: str) -> Plan:
    return Plan(name=name)


plans: dict[str, Plan] = {}


def keep(plan: Plan, table: dict) -> None:
    table[plan.name] = plan


async def check(plan: Plan) -> bool:
    return bool(plan.legs)


async def stored_and_asked(name: str) -> None:
    plan = draw(name)  # forgotten: value
    plans[name] = plan
    plan.legs.append(name)


async def stored_and_awaited(name: str) -> Plan:
    drawn = draw(name)  # fine
    plans[name] = drawn
    return await drawn


async def later() -> None:
    for plan in plans.values():
        await plan


async def filled(name: str) -> Plan:
    plan = draw(name)  # forgotten: value
    plan.name = name
    plans[name] = plan
    return plan


async def parameter(name: str, plan: Plan) -> str:
    plan = draw(name)  # forgotten: value
    keep(plan, plans)
    await check(plan)
    return plan.name


async def told_apart(name: str, is_ready: bool) -> Plan:
    plan = draw(name)  # fine
    if inspect.isawaitable(plan):
        plan = await plan
    plan.legs.append(name)
    return plan


async def rebound(name: str) -> Plan:
    plan = draw(name)  # fine
    plan = await plan
    plan.name = name
    return plan


async def one_way(name: str, is_fast: bool) -> str:
    plan = draw(name)  # fine
    if is_fast:
        return (await plan).name
    plan.close()
    return name


async def asserted(name: str) -> None:
    plan = draw(name)  # forgotten: unused
    assert isinstance(plan, Plan)


async def told_by_type(name: str) -> Plan:
    plan = draw(name)  # fine
    if not isinstance(plan, Plan):
        plan = await plan
    return plan
