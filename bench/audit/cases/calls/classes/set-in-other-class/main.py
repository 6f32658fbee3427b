#: <module> -> Bell.ring, Wiring.connect, Bridge.alarm
#: Bridge.alarm -> Bell.ring
class Bell:
    def ring(self):
        return "ding"


class Gong:
    def ring(self):
        return "bong"


class Bridge:
    bell = None

    def alarm(self):
        return self.bell.ring()


class Wiring:
    def connect(self, bridge):
        bridge.bell = Bell()


Bell().ring()
bridge = Bridge()
Wiring().connect(bridge)
bridge.alarm()
