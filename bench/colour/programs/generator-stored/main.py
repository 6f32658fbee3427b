def ports():
    yield name("a")
    yield name("b")


def name(port):
    print("name", port)
    return port


class Route:
    def __init__(self):
        self.stops = ports()

    def go(self):
        return next(self.stops, "end")


def run():
    route = Route()
    print(route.go(), route.go(), route.go())
    saved = ports()
    other = saved
    print(next(other))
    for rest in saved:
        print(rest)
    a, b = ports()
    print(a, b, *ports())


run()
