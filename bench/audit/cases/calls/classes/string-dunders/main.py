#: <module> -> Port.__init__, Port.__str__, Port.__repr__
class Port:
    def __init__(self, name):
        self.name = name

    def __str__(self):
        return self.name

    def __repr__(self):
        return f"Port({self.name!r})"


port = Port("Voe")
label = f"to {port}"
debug = repr(port)
