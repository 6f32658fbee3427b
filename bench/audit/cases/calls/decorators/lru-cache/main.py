#: <module> -> distance, total
#: total -> distance
import functools


@functools.lru_cache(maxsize=None)
def distance(port):
    return len(port)


def total(ports):
    return sum(distance(port) for port in ports)


distance("Lerwick")
total(["Aith", "Voe"])
