#: <module> -> Gate.__init__, Gate.swing, creak
#: Gate.swing -> creak
def creak():
    return "creak"


class Gate:
    def __init__(self, sound):
        self.sound = sound

    def swing(self):
        return self.sound()


gate = Gate(creak)
gate.swing()
gate.sound()
