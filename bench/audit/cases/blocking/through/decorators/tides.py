import functools

import requests


@functools.lru_cache
def read_tide():
    return requests.get("https://tides.example").text  # blocks
