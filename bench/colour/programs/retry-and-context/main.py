import contextlib
import functools


class Unit:
    def __init__(self):
        self.log = []

    def __enter__(self):
        self.begin()
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.commit()
        else:
            self.rollback()
        return False

    def begin(self):
        self.log.append("begin")

    def commit(self):
        print("commit")
        self.log.append("commit")

    def rollback(self):
        print("rollback")
        self.log.append("rollback")


def transactional(function):
    @functools.wraps(function)
    def wrapper(unit, *args, **kwargs):
        with unit:
            return function(unit, *args, **kwargs)
    return wrapper


def retrying(times, errors=(KeyError,)):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            last = None
            for _ in range(times):
                with contextlib.suppress(ValueError):
                    try:
                        return function(*args, **kwargs)
                    except errors as error:
                        last = error
                        print("retry")
            raise last
        return wrapper
    return decorate


ATTEMPTS = []


@retrying(3)
@transactional
def save(unit, name):
    ATTEMPTS.append(name)
    if len(ATTEMPTS) < 2:
        raise KeyError(name)
    return check(name)


def check(name):
    print("check", name)
    return name


def run():
    unit = Unit()
    print(save(unit, "a"), unit.log)
    print(save.__name__, save.__wrapped__.__name__)
    print(save.__wrapped__(unit, "b"))


run()
