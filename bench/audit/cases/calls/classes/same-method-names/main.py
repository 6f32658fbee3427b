#: <module> -> lend, Shelf.take
#: lend -> Reader.take
class Shelf:
    def take(self):
        return "book"


class Reader:
    def take(self):
        return "loan"


def lend():
    reader = Reader()
    return reader.take()


lend()
Shelf().take()
