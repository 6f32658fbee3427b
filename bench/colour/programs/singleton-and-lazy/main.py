class Lazy:
    _instance = None

    @classmethod
    def get(cls):
        if cls._instance is None:
            cls._instance = cls.create()
        return cls._instance

    @classmethod
    def create(cls):
        print("create")
        return cls()

    def work(self):
        print("work")
        return 1


class lazy_attribute:
    def __init__(self, function):
        self.function = function

    def __get__(self, instance, owner):
        return self.function(instance)


class Box:
    @lazy_attribute
    def content(self):
        return fetch("content")

    def __getattr__(self, name):
        return fetch(name)


def fetch(name):
    print("fetch", name)
    return name


def run():
    print(Lazy.get() is Lazy.get(), Lazy.get().work())
    print(Box().content, Box().other)


run()
