#: <module> -> Plugin.__init_subclass__
class Plugin:
    known = []

    def __init_subclass__(cls):
        Plugin.known.append(cls)


class Tides(Plugin):
    pass
