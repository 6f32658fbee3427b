class Boat:
    def sail(self, port):
        print("sail", port)
        return port

    def anchor(self):
        return self.sail("home")


class Proxy:
    def __init__(self, target):
        self._target = target

    def __getattr__(self, name):
        return getattr(self._target, name)


class Recorder:
    def __init__(self, target):
        self._target = target
        self.calls = []

    def __getattr__(self, name):
        attribute = getattr(self._target, name)

        def record(*args):
            self.calls.append(name)
            return attribute(*args)

        return record


def run():
    print(Proxy(Boat()).sail("Voe"), Proxy(Boat()).anchor())
    recorder = Recorder(Boat())
    print(recorder.sail("Aith"), recorder.anchor(), recorder.calls)


run()
