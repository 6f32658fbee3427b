#: <module> -> kit, bell, horn
def bell():
    return 1


def horn():
    return 2


def kit():
    return "fog", (bell, horn)


name, (first, second) = kit()
first()
second()
