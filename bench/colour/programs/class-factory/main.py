def make(kind):
    class Made:
        name = kind

        def work(self):
            print("work", self.name)
            return read(kind)

    return Made


def read(kind):
    print("read", kind)
    return kind


Small = make("small")
Dynamic = type("Dynamic", (Small,), {"extra": lambda self: self.work() + "!"})


class Derived(make("derived")):
    def work(self):
        return super().work() * 2


def run():
    print(Small().work(), make("other")().work(), Dynamic().extra(), Derived().work())


run()
