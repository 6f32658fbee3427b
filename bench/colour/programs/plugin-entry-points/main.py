import importlib
import sys


def tasks():
    return {name[5:]: value for name, value in globals().items() if name.startswith("task_")}


def task_one(x):
    print("one", x)
    return 1


def task_two(x):
    return task_one(x) + 1


def run_task(name, *args):
    module = sys.modules[__name__] if __name__ in sys.modules else None
    function = getattr(module, "task_" + name)
    return function(*args)


def run():
    print({name: task(0) for name, task in sorted(tasks().items())})
    print(run_task("two", 5))
    math = importlib.import_module("math")
    print(getattr(math, "floor")(2.5), tasks()["one"](3))


run()
