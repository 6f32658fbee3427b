#: <module> -> is_open, label
def is_open(port):
    return len(port) > 2


def label(port):
    return port.title()


list(map(label, filter(is_open, ["voe", "ai"])))
