def say(word, value=None):
    print(word)
    return word if value is None else value


class Box:
    def put(self, *things, **named):
        print("put", things, sorted(named))
        return self

    @property
    def lid(self):
        return say("lid")


def box():
    return say("box", Box())


def run():
    box().put(say("a"), *[say("b")], c=say("c"), **{say("d"): say("e")}).put(say("f")).lid
    data = {say("k"): say("v"), "x": {say("y"): 1}}
    data[say("k")] = say("w")
    data[say("k")] += say("z")
    print(data)
    x = say("p") or say("q")
    y = say("r") and say("s", 0) and say("t")
    print(x, y, say("i") if not y else say("j"))
    print(say("1") < say("2") < say("3"), f"{say('m')}-{say('n')!r:>4}")
    (a, b), c = (say("u"), say("v")), say("w")
    assert say("true"), say("never")
    print(a, b, c, not say("n", False), -say("neg", 2) ** say("two", 2))
    while (n := say("walrus", 0)):
        pass
    print(n, [say("l")][say("zero", 0)], say("abc")[say("one", 1):say("three", 3)])
    del data[say("k")]
    return say("end")


run()
