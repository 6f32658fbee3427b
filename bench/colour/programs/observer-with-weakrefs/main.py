import weakref


class Signal:
    def __init__(self):
        self.slots = []
        self.named = {}

    def connect(self, slot=None, *, name=None):
        if slot is None:
            return lambda function: self.connect(function, name=name)
        self.slots.append(slot)
        if name:
            self.named[name] = slot
        return slot

    def emit(self, *args):
        return [slot(*args) for slot in self.slots]

    def emit_named(self, name, *args):
        slot = self.named.get(name)
        return slot(*args) if slot else None


changed = Signal()


@changed.connect
def log(what):
    print("log", what)
    return "log"


@changed.connect(name="store")
def store(what):
    print("store", write(what))
    return "store"


def write(what):
    print("write", what)
    return what


class Screen:
    def __init__(self, signal):
        signal.connect(self.draw)
        self.ref = weakref.WeakMethod(self.draw)

    def draw(self, what):
        print("draw", write(what))


def run():
    screen = Screen(changed)
    print(changed.emit("x"), changed.emit_named("store", "y"), changed.emit_named("none"))
    screen.ref()("z")


run()
