def open_(x):
    print("open", x)
    return x


def close(x):
    print("close", x)
    return x


def pair():
    return open_, close


first, second = open_, close
(a, b), c = (open_, close), open_


class Both:
    start, stop = staticmethod(open_), staticmethod(close)


def run():
    print(first(1), second(2), a(3), b(4), c(5))
    start, stop = pair()
    print(start(6), stop(7), pair()[0](8))
    print(Both.start(9), Both().stop(10))
    swap, keep = stop, start
    start, stop = stop, start
    print(start(11), swap(12), keep(13))
    for function, argument in zip(pair(), (14, 15)):
        print(function(argument))
    functions = [*pair(), open_]
    print([f(16) for f in functions], functions.pop()(17), dict(x=open_)["x"](18))


run()
