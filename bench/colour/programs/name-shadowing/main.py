def load(x):
    print("load", x)
    return x


def outer(load):
    return load("outer")


def local():
    def load(x):
        print("local", x)
        return x + "!"
    return load("a")


def loop():
    for load in (len, str):
        print(load("abc"))


class Holder:
    load = 5

    def get(self):
        return load("holder"), self.load


def rebound():
    value = load
    value = value("v")
    return value


def run():
    print(outer(lambda x: x), local(), Holder().get(), rebound())
    loop()
    print([load for load in range(2)], load("z"))


run()
