#: <module> -> heavier
from functools import reduce


def heavier(left, right):
    return max(left, right)


reduce(heavier, [3, 9, 4])
