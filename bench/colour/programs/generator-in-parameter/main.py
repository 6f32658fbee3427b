def ports():
    yield name("Voe")
    yield name("Aith")


def name(port):
    print("name", port)
    return port


def show(rows):
    for row in rows:
        print(row)


def show_either(rows, extra=()):
    print([row for row in rows], [row for row in extra])


def first(rows):
    return next(iter(rows))


def run():
    show(ports())
    show(["plain"])
    show_either(ports())
    show_either(["x"], ports())
    print(first(ports()))
    print(list(zip(ports(), ["a", "b"])))


run()
