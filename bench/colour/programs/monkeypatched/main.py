import builtins


class Clock:
    def now(self):
        print("real")
        return 1


def fake(self=None):
    print("fake")
    return 2


def tick(clock):
    return clock.now()


def run():
    clock = Clock()
    print(tick(clock))
    Clock.now = fake
    print(tick(clock))
    clock.now = fake
    print(tick(clock))
    setattr(clock, "now", fake)
    print(tick(clock))


run()
