#: <module> -> Gate.swing
#: Gate.swing -> squeal
def squeal():
    return "iii"


class Gate:
    sound = None

    def swing(self):
        return self.sound()


gate = Gate()
gate.sound = squeal
gate.swing()
