import ports


def sail():
    return ports.arrive()


def name():
    return "Daggri"
