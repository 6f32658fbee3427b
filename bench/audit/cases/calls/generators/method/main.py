#: <module> -> Shelf.titles
#: Shelf.titles -> Shelf.books
#: Shelf.books -> Shelf.clean
class Shelf:
    def clean(self, title):
        return title.strip()

    def books(self):
        for title in (" Emma ", "Ulysses"):
            yield self.clean(title)

    def titles(self):
        return sorted(self.books())


Shelf().titles()
