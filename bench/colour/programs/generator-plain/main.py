def ports():
    print("start")
    yield name("Voe")
    yield name("Aith")
    print("end")


def name(port):
    print("name", port)
    return port


def titles():
    for port in ports():
        yield port.upper()


def chained():
    yield "first"
    yield from titles()
    yield "last"


def run():
    for port in chained():
        print(port)
    print(list(ports()))
    print(sorted(titles()))
    print([a for a in titles()])
    print("Voe" in list(ports()))
    for number, port in enumerate(ports()):
        print(number, port)


run()
