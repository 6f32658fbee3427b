#: <module> -> run
#: run -> duties, scrub, paint
def scrub():
    return 1


def paint():
    return 2


def duties():
    yield scrub
    yield paint


def run():
    return [duty() for duty in duties()]


run()
