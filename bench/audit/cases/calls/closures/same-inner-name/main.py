#: <module> -> bow, bow.inner, stern
def bow():
    def inner():
        return "anchor"

    return inner


def stern():
    def inner():
        return "rudder"

    return inner


bow()()
stern()
