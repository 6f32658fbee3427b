#: <module> -> order
#: order -> ahead, astern
def ahead():
    return 1


def astern():
    return -1


def stop():
    return 0


TELEGRAPH = {"ahead": ahead, "astern": astern}


def order(word):
    return TELEGRAPH[word]()


order("ahead")
order("astern")
