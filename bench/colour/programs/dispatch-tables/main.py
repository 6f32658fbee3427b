def start(x):
    print("start", x)
    return 1


def stop(x):
    print("stop", x)
    return 0


TABLE = {"start": start, "stop": stop}
PAIRS = [("a", start), ("b", stop)]


class Machine:
    handlers = {"go": "do_go", "halt": "do_halt"}
    table = {"x": start}

    def __init__(self):
        self.actions = {"go": self.do_go, "halt": self.do_halt}

    def do_go(self):
        print("go")
        return start("go")

    def do_halt(self):
        return stop("halt")

    def run(self, word):
        return self.actions[word](), getattr(self, self.handlers[word])(), self.table["x"](word)


def run():
    for word, action in PAIRS:
        print(word, action(word))
    print(TABLE["start"](1), TABLE.get("none", stop)(2))
    for action in TABLE.values():
        action(3)
    machine = Machine()
    print(machine.run("go"), machine.run("halt"))
    action = TABLE.get("other") or start
    print(action(4))
    print([f(5) for f in {start, stop} if f is start])


run()
