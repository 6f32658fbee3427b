PLUGINS = []


class Plugin:
    def __init_subclass__(cls):
        PLUGINS.append(cls)

    def run(self, text):
        raise NotImplementedError


class Upper(Plugin):
    def run(self, text):
        return say(text.upper())


class Twice(Plugin):
    def run(self, text):
        return say(text * 2)


def say(text):
    print("say", text)
    return text


def run_all(text):
    for plugin in PLUGINS:
        text = plugin().run(text)
    return text


def run_named(name, text):
    classes = {cls.__name__: cls for cls in PLUGINS}
    return classes[name]().run(text)


def run():
    print(run_all("ab"), run_named("Upper", "c"))


run()
