import functools
import time


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print("timed", function.__name__)
        try:
            return function(*args, **kwargs)
        finally:
            print("done", function.__name__)
    return wrapper


def retry(times):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for attempt in range(times):
                try:
                    return function(*args, **kwargs)
                except KeyError:
                    print("again", attempt)
            return None
        return wrapper
    return decorate


class Memo:
    def __init__(self, function):
        self.function = function
        self.seen = {}

    def __call__(self, key):
        if key not in self.seen:
            self.seen[key] = self.function(key)
        return self.seen[key]


REGISTRY = {}


def command(name):
    def register(function):
        REGISTRY[name] = function
        return function
    return register


@timed
def plain(a):
    return find(a)


@timed
@retry(2)
def both(a):
    return find(a)


@Memo
def memo(key):
    return find(key)


@command("go")
@timed
def go(where):
    return find(where)


class Desk:
    @timed
    def lend(self, book):
        return find(book)

    @staticmethod
    @retry(1)
    def close():
        return find("close")


def find(a):
    print("find", a)
    if a == "no":
        raise KeyError(a)
    return a


def dispatch(name, *args):
    return REGISTRY[name](*args)


def run():
    print(plain(1), both("no"), both(2))
    print(memo(1), memo(1))
    print(dispatch("go", "north"), go("south"))
    print(Desk().lend("x"), Desk.close())


run()
