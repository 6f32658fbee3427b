def ports():
    yield name("Voe")


def islands():
    yield name("Fair Isle")


def name(port):
    print("name", port)
    return port


def pick(kind):
    if kind == "islands":
        return islands()
    return ports()


def run():
    for port in ports() if len("x") else []:
        print(port)
    rows = None
    for kind in ("ports", "islands"):
        for row in pick(kind):
            print(row)
        rows = pick(kind) or rows
    print(list(rows))


run()
