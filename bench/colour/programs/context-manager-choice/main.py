from contextlib import ExitStack, closing, contextmanager, nullcontext


@contextmanager
def lock(name):
    print(mark("lock", name))
    yield name
    print(mark("free", name))


def mark(what, name):
    print("mark")
    return f"{what} {name}"


class Door:
    def close(self):
        print(mark("close", "door"))


def maybe(flag):
    return lock("x") if flag else nullcontext("y")


@lock("decorated")
def guarded():
    return mark("in", "guarded")


def run():
    with maybe(True) as a, maybe(False) as b:
        print(a, b)
    with ExitStack() as stack:
        print(stack.enter_context(lock("stack")))
        stack.callback(mark, "callback", "c")
        stack.push(lambda *problem: print("pushed"))
    with closing(Door()) as door:
        print(type(door).__name__)
    print(guarded())
    with (lock("p") as p, lock("q")):
        print(p)


run()
