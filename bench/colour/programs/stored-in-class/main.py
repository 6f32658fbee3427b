class Settings:
    loader = None
    hooks = []
    by_name = {}

    @classmethod
    def configure(cls, loader):
        cls.loader = staticmethod(loader)
        cls.hooks.append(loader)
        cls.by_name[loader.__name__] = loader


def load(key):
    print("load", key)
    return key


def other(key):
    return key * 2


def get(key):
    return Settings.loader(key)


def run():
    Settings.configure(load)
    print(get("a"), Settings.hooks[0]("b"), Settings.by_name["load"]("c"))
    Settings.configure(other)
    print(get("d"), [hook("e") for hook in Settings.hooks])


run()
