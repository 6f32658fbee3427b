class Command:
    def execute(self, receiver):
        raise NotImplementedError

    def __or__(self, other):
        return Both(self, other)


class Load(Command):
    def execute(self, receiver):
        return receiver.load()


class Sail(Command):
    def __init__(self, port):
        self.port = port

    def execute(self, receiver):
        return receiver.sail(self.port)


class Both(Command):
    def __init__(self, *commands):
        self.commands = commands

    def execute(self, receiver):
        return [command.execute(receiver) for command in self.commands]


class Boat:
    def load(self):
        print("load")
        return "loaded"

    def sail(self, port):
        print("sail", port)
        return port


def replay(commands, receiver):
    for command in reversed(commands):
        yield command.execute(receiver)


def run():
    boat = Boat()
    print((Load() | Sail("Voe") | Load()).execute(boat))
    print(list(replay([Load(), Sail("Aith")], boat)))


run()
