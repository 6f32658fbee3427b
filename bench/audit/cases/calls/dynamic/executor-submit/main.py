#: <module> -> launch
#: launch => pump_out
from concurrent.futures import ThreadPoolExecutor


def pump_out(deck):
    return deck


def launch():
    with ThreadPoolExecutor() as pool:
        return pool.submit(pump_out, 3).result()


launch()
