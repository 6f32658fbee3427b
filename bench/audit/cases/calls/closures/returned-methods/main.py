#: <module> -> Meter.__init__, Meter.reader, Meter.read
class Meter:
    def __init__(self):
        self.depth = 4

    def read(self):
        return self.depth

    def reader(self):
        return self.read


read = Meter().reader()
read()
