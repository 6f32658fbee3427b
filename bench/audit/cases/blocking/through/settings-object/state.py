from ports import Ports


class State:
    def __init__(self):
        self.ports = Ports(self)
