import functools
import inspect


def logged_class(cls):
    for name, value in list(vars(cls).items()):
        if inspect.isfunction(value) and not name.startswith("_"):
            setattr(cls, name, logged(value))
    return cls


def logged(function):
    @functools.wraps(function)
    def wrapper(*args):
        print("call", function.__name__)
        return function(*args)
    return wrapper


@logged_class
class Desk:
    def lend(self, book):
        return find(book)

    def back(self, book):
        return self.lend(book) + "!"


def find(book):
    print("find", book)
    return book


class Field:
    def __init__(self, convert):
        self.convert = convert

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name)

    def __set__(self, instance, value):
        setattr(instance, self.name, self.convert(value))


class Book:
    title = Field(find)
    pages = Field(int)

    def __init__(self, title, pages):
        self.title = title
        self.pages = pages


class Meta(type):
    def __new__(mcs, name, bases, space):
        space.setdefault("describe", lambda self: find(name))
        return super().__new__(mcs, name, bases, space)

    def __call__(cls, *args):
        print("making", cls.__name__)
        return super().__call__(*args)


class Made(metaclass=Meta):
    def __init__(self, x):
        self.x = find(x)


def run():
    print(Desk().back("a"))
    book = Book("t", "3")
    print(book.title, book.pages + 1)
    print(Made("m").x, Made("n").describe())


run()
