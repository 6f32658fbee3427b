#: <module> -> sealed, Hold.__init__, Hold.open
def sealed(cls):
    cls.sealed = True
    return cls


@sealed
class Hold:
    def __init__(self):
        self.tons = 0

    def open(self):
        return self.tons


Hold().open()
