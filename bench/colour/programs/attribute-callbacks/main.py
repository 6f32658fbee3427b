class Bell:
    def __init__(self):
        self.on_ring = None
        self.listeners = []

    def listen(self, listener):
        self.listeners.append(listener)

    def ring(self):
        if self.on_ring:
            print("on", self.on_ring("one"))
        for listener in self.listeners:
            print("listener", listener("two"))


def shout(word):
    print("shout", word)
    return word.upper()


def whisper(word):
    return word.lower()


def run():
    bell = Bell()
    bell.on_ring = shout
    bell.listen(whisper)
    bell.listen(shout)
    bell.ring()


run()
