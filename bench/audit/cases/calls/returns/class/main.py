#: <module> -> kind_of, Tug.__init__, Tug.pull
class Tug:
    def __init__(self):
        self.rope = 1

    def pull(self):
        return self.rope


def kind_of(job):
    return Tug


kind_of("tow")().pull()
