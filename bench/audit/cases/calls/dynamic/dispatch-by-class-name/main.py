#: <module> -> build
#: build -> Tug.__init__, Barge.__init__
class Tug:
    def __init__(self):
        self.kind = "tug"


class Barge:
    def __init__(self):
        self.kind = "barge"


KINDS = {kind.__name__: kind for kind in (Tug, Barge)}


def build(name):
    return KINDS[name]()


build("Tug")
build("Barge")
