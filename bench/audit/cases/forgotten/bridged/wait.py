from ferryman import wait


async def fetch_route(name: str) -> str:
    return name


def show(name: str) -> str:
    return wait(fetch_route(name))  # fine


def show_wrong(name: str) -> str:
    return fetch_route(name).upper()  # forgotten: chain
