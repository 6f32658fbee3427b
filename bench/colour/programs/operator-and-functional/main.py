import functools
import operator


class Crate:
    def __init__(self, weight):
        self.weight = weight

    def weigh(self):
        print("weigh", self.weight)
        return self.weight

    def heavier(self, other):
        return self.weigh() > other.weigh()


def double(x):
    print("double", x)
    return x * 2


def pipe(value, *functions):
    return functools.reduce(lambda so_far, function: function(so_far), functions, value)


def twice(function):
    return lambda value: function(function(value))


def run():
    crates = [Crate(2), Crate(1)]
    print(operator.methodcaller("weigh")(crates[0]))
    print([crate.weight for crate in sorted(crates, key=Crate.weigh)])
    print(pipe(1, double, double, str), twice(double)(1))
    print(crates[0].heavier(crates[1]), functools.partial(crates[0].heavier, crates[1])())
    print(functools.partialmethod and list(map(operator.attrgetter("weight"), crates)))
    compose = functools.partial(pipe, 3)
    print(compose(double))
    print((double if crates else str)(4), [double, str][1](5), (lambda f: f(6))(double))


run()
