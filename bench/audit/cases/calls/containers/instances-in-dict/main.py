#: <module> -> Fog.__call__, Gale.__call__, Signals.__init__, Signals.sound
#: Signals.sound -> Fog.__call__, Gale.__call__
class Fog:
    def __call__(self):
        return "hoo"


class Gale:
    def __call__(self):
        return "whee"


class Signals:
    def __init__(self):
        self.by_name = {"fog": Fog(), "gale": Gale()}

    def sound(self, name):
        return self.by_name[name]()


Fog()()
Gale()()
signals = Signals()
signals.sound("fog")
signals.sound("gale")
