#: <module> -> Repository.__init__, Repository.first, Book.title
#: Repository.first -> Book.__init__
from typing import Generic, TypeVar

Row = TypeVar("Row")


class Book:
    def __init__(self):
        self.name = "Emma"

    def title(self):
        return self.name


class Repository(Generic[Row]):
    def __init__(self, kind: type[Row]):
        self.kind = kind

    def first(self) -> Row:
        return self.kind()


books = Repository(Book)
books.first().title()
