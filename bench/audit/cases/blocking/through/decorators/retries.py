import functools
import time


def retried(function):
    @functools.wraps(function)
    def again(*args):
        try:
            return function(*args)
        except OSError:
            time.sleep(5)  # blocks
            return function(*args)

    return again


def unused(function):
    def waits():
        time.sleep(5)  # fine
        return function()

    return waits
