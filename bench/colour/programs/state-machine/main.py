class Light:
    def __init__(self):
        self.state = self.red
        self.seen = []

    def red(self):
        self.seen.append(show("red"))
        return self.green

    def green(self):
        self.seen.append(show("green"))
        return self.red

    def step(self):
        self.state = self.state()


def show(colour):
    print("show", colour)
    return colour


def walk(state):
    while state:
        state = state()


def opened():
    show("opened")
    return closed


def closed():
    show("closed")
    return None


def run():
    light = Light()
    for _ in range(3):
        light.step()
    print(light.seen)
    walk(opened)


run()
