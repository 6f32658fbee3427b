class Page:
    def __init__(self, number):
        self.number = number

    def next(self):
        return fetch(self.number + 1)


def fetch(number):
    print("fetch", number)
    return Page(number) if number < 3 else None


class Pages:
    def __init__(self):
        self.page = Page(0)

    def __iter__(self):
        return self

    def __next__(self):
        self.page = self.page.next()
        if self.page is None:
            raise StopIteration
        return self.page


class Book:
    def __iter__(self):
        for page in Pages():
            yield page.number


def run():
    print([page.number for page in Pages()])
    for number in Book():
        print(number)
    print(list(Book()), max(Book()), 2 in Book())
    first, second = Book()
    print(first, second)


run()
