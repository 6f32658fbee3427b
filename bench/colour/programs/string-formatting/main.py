class Name:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.render()

    def __format__(self, spec):
        return self.render() + spec

    def render(self):
        print("render")
        return f"<{self.text}>"


def text():
    print("text")
    return "t"


def run():
    name = Name("n")
    print(f"{name}", f"{name!r}", "{}".format(name), "%r" % name, str([name]))
    print(f"{text()}" f"{text():>3}", "%s" % text(), text() + text(), "x" * len(text()))


run()
