#: <module> -> Gate.__init__, Gate.swing
#: Gate.swing -> creak
def creak():
    return "creak"


class Gate:
    def __init__(self, *, sound=None):
        self.sound = sound

    def swing(self):
        return self.sound()


Gate(sound=creak).swing()
