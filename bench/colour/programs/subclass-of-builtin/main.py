import collections
import threading
import argparse
import json
import string


class Cache(dict):
    def __missing__(self, key):
        return self.load(key)

    def load(self, key):
        print("load", key)
        self[key] = key
        return key

    def get(self, key, default=None):
        print("get", key)
        return super().get(key, default)

    def items(self):
        return sorted(super().items())


class Queue(collections.UserList):
    def append(self, item):
        super().append(check(item))


class Encoder(json.JSONEncoder):
    def default(self, value):
        return check(str(value))


class Text(string.Formatter):
    def get_value(self, key, args, kwargs):
        return check(key)


class Problem(Exception):
    def describe(self):
        return check("problem")

    def __str__(self):
        return self.describe()


def check(item):
    print("check", item)
    return item


def run():
    cache = Cache()
    print(cache["a"], cache.get("a"), cache.items(), dict(cache.items()))
    queue = Queue()
    queue.append(1)
    queue.extend([2])
    print(queue, json.dumps({1, }, cls=Encoder) if False else json.dumps([complex(1)], cls=Encoder))
    print(Text().format("{x}"))
    try:
        raise Problem("x")
    except Problem as problem:
        print(problem, problem.describe())


run()
