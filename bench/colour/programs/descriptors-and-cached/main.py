from functools import cached_property, lru_cache, partial, reduce, singledispatch, wraps


class Boat:
    @cached_property
    def crew(self):
        return count("crew")

    @lru_cache
    def berth(self, number):
        return count(number)

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, value):
        self._name = check(value)


def count(what):
    print("count", what)
    return what


def check(value):
    print("check", value)
    return value


@singledispatch
def show(value):
    return count("any")


@show.register
def _(value: int):
    return count("int")


def add(a, b):
    print("add", a, b)
    return a + b


def run():
    boat = Boat()
    print(boat.crew, boat.crew, boat.berth(1), boat.berth(1))
    boat.name = "Ada"
    print(boat.name)
    print(show("x"), show(1))
    print(reduce(add, [1, 2, 3]))
    print(partial(add, 1)(2), partial(add, b=1)(2))


run()
