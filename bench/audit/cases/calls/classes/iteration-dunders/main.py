#: <module> -> Fleet.__init__, Fleet.__iter__, Fleet.__next__
class Fleet:
    def __init__(self, size):
        self.left = size

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        return self.left


for boat in Fleet(2):
    boat += 1
