#: <module> -> Radar.sweep, quiet_ping
#: Radar.sweep -> quiet_ping
#: Radar.sweep ?> Radar.ping
#: <module> ?> Radar.ping
class Radar:
    def sweep(self):
        return self.ping()

    def ping(self):
        return "ping"


def quiet_ping(self=None):
    return "…"


Radar.ping = quiet_ping
Radar().sweep()
Radar.ping()
