def lend(book):
    print("lend", book)
    return title(book)


def title(book):
    print("title")
    return book.upper()


class Desk:
    def serve(self, book):
        return lend(book)

    def each(self, books, action=lend):
        return [action(book) for book in books]
