#: <module> -> pump, bail
def pump():
    return 1


def bail():
    return 2


for drain in (pump, bail):
    drain()
