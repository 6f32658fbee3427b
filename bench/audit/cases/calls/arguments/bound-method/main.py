#: <module> -> Desk.__init__, later
#: later -> Desk.close
class Desk:
    def __init__(self):
        self.open = True

    def close(self):
        self.open = False


def later(action):
    action()


desk = Desk()
later(desk.close)
