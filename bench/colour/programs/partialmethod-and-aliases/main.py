from functools import partialmethod


class Lamp:
    def set(self, state, colour="white"):
        print("set", state, colour)
        return state

    on = partialmethod(set, True)
    off = partialmethod(set, False, colour="black")
    toggle = set


def run():
    lamp = Lamp()
    print(lamp.on(), lamp.off(), lamp.toggle("x"), Lamp.set(lamp, "y"))
    method = "set"
    print(getattr(lamp, "set")("z"), getattr(lamp, method)("w"))


run()
