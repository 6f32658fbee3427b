#: <module> -> ahead
#: <module> ?> astern
def ahead():
    return 1


def astern():
    return -1


TELEGRAPH = {"ahead": ahead, "astern": astern}
TELEGRAPH["ahead"]()
