class Text:
    def load(self):
        print("text")
        return "text"


class Number:
    def load(self):
        return 1


def load():
    print("module")
    return 0


def use(thing):
    return thing.load()


def run():
    print(use(Text()), use(Number()), load())
    things = {"t": Text()}
    print(things["t"].load())
    load = Number().load
    print(load())


def other():
    print(load())


try:
    run()
except UnboundLocalError as error:
    print("unbound")
other()
