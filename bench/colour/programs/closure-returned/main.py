def make(prefix):
    def greet(name):
        print(prefix, name)
        return prefix + name
    return greet


def maker(kind):
    if kind == "loud":
        return make("HEY ")
    return lambda name: name


HELLO = make("hello ")


def run():
    print(HELLO("Ada"))
    print(make("bye ")("Bob"))
    print(maker("loud")("Cy"))
    print(maker("no")("Di"))


run()
