class Outer:
    class Inner:
        def work(self):
            print("inner")
            return load("inner")

    inner = Inner()
    helper = staticmethod(lambda x: load(x))

    def go(self):
        return self.inner.work(), self.Inner().work(), self.helper("h")


def load(x):
    print("load", x)
    return x


class Meta(type):
    def build(cls):
        return load(cls.__name__)


class Made(metaclass=Meta):
    pass


def run():
    print(Outer().go(), Made.build())


run()
