#: <module> -> Library.Shelf.__init__, Library.Shelf.count
class Library:
    class Shelf:
        def __init__(self, books):
            self.books = books

        def count(self):
            return len(self.books)


Library.Shelf(["Moby Dick"]).count()
