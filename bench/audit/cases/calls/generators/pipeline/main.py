#: <module> -> show
#: show -> labels, ports
#: labels -> label
def label(port):
    return port.title()


def ports():
    yield "voe"
    yield "aith"


def labels(names):
    for name in names:
        yield label(name)


def show():
    return list(labels(ports()))


show()
