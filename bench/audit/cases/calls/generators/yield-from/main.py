#: <module> -> all_ports
#: all_ports -> north_ports, south_ports
def north_ports():
    yield "Voe"


def south_ports():
    yield "Aith"


def all_ports():
    yield from north_ports()
    yield from south_ports()


list(all_ports())
