class Desk:
    def __init__(self, name):
        self.name = name

    def lend(self, book):
        print(self.name, "lends", book)
        return book

    def refuse(self, book):
        print(self.name, "refuses", book)

    def choose(self, ok):
        return self.lend if ok else self.refuse

    def serve(self, book, ok):
        return self.choose(ok)(book)


def run():
    desk = Desk("north")
    action = desk.lend
    action("Kidnapped")
    print(desk.serve("Catriona", False))
    print([f("Weir") for f in (desk.lend, desk.refuse)])
    print(list(map(desk.lend, ["a", "b"])))


run()
