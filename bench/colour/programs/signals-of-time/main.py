import functools
import sched
import signal
import threading
import time


class Clock:
    def __init__(self):
        self.ticks = []

    def tick(self, name="tick"):
        print(name)
        self.ticks.append(name)

    def schedule(self):
        scheduler = sched.scheduler(time.time, time.sleep)
        scheduler.enter(0, 1, self.tick)
        scheduler.enter(0.01, 1, self.tick, argument=("late",))
        scheduler.run()


local = threading.local()


def remember(value):
    local.value = value
    return value


def compute(n):
    print("compute", n)
    return n * n


@functools.cache
def cached(n):
    return compute(n)


@functools.total_ordering
class Version:
    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        return key(self) == key(other)

    def __lt__(self, other):
        return key(self) < key(other)

    def __hash__(self):
        return key(self)


def key(version):
    return version.number


def handler(number, frame):
    print("signal", remember("handled"))


def run():
    clock = Clock()
    clock.schedule()
    print(clock.ticks, cached(3), cached(3))
    print(Version(1) >= Version(0), max(Version(1), Version(2)).number, len({Version(1), Version(1)}))
    old = signal.signal(signal.SIGUSR1, handler)
    signal.raise_signal(signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, old)
    print(remember(1), local.value)


run()
