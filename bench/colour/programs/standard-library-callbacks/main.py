import atexit
import functools
import heapq
import itertools
import json
import re
import signal
import weakref


class Point:
    def __init__(self, x):
        self.x = x

    def dump(self):
        return weigh(self.x)


def weigh(x):
    print("weigh", x)
    return x


def encode(value):
    return value.dump()


def replace(match):
    return str(weigh(match.group()))


def compare(a, b):
    return weigh(a) - weigh(b)


def run():
    print(json.dumps({"p": Point(1)}, default=encode))
    print(re.sub(r"\d", replace, "a1b2"))
    print(sorted([3, 1], key=functools.cmp_to_key(compare)))
    print(list(itertools.takewhile(weigh, [1, 0, 2])))
    print([(k, list(g)) for k, g in itertools.groupby([1, 1, 2], weigh)])
    print(heapq.nsmallest(1, [2, 1], key=weigh), min([2, 1], key=weigh))
    print(list(filter(weigh, [0, 1])), list(map(weigh, [1])))
    data = [2, 1]
    data.sort(key=weigh)
    print(data, list(iter(functools.partial(next, iter([weigh(1), 0])), 0)))


run()
