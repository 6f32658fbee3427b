def now():
    print("now")
    return 3


def stamp(text, clock=now):
    return text + str(clock())


def twice(text, value=now()):
    return text * value


def run():
    print(stamp("a"))
    print(stamp("b", lambda: 1))
    print(twice("c"))


run()
