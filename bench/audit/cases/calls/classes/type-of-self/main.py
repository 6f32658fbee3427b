#: <module> -> Tug.__init__, Vessel.copy
#: Vessel.copy -> Tug.__init__
class Vessel:
    def copy(self):
        return type(self)(self.name)


class Tug(Vessel):
    def __init__(self, name):
        self.name = name


Tug("Lyrie").copy()
