#: <module> -> Load.__init__, Load.__add__, Load.__lt__
#: Load.__add__ -> Load.__init__
class Load:
    def __init__(self, tons):
        self.tons = tons

    def __add__(self, other):
        return Load(self.tons + other.tons)

    def __lt__(self, other):
        return self.tons < other.tons


light = Load(1)
heavy = light + Load(2)
light < heavy
