class Registry:
    instances = []

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Registry.note(cls.__name__)

    @classmethod
    def note(cls, name):
        print("note", name)
        cls.instances.append(name)

    def __new__(cls, *args):
        self = super().__new__(cls)
        cls.note("new")
        return self

    def __init__(self, name):
        self.setup(name)

    def setup(self, name):
        self.name = read(name)

    def __del__(self):
        pass


class Child(Registry):
    def setup(self, name):
        super().setup(name + "!")


def read(name):
    print("read", name)
    return name


def run():
    print(Registry("a").name, Child("b").name)


run()
