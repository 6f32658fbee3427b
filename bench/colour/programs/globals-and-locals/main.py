def paint():
    print("paint")
    return 1


def scrub():
    print("scrub")
    return 2


def by_name(name):
    return globals()[name]()


def by_locals():
    def inner():
        print("inner")
        return 3
    return locals()["inner"]()


class Tasks:
    def one(self):
        print("one")

    def all(self):
        for name in ("one",):
            getattr(self, name)()
        vars(Tasks)["one"](self)


def run():
    print(by_name("paint"), by_locals(), eval("scrub()"), eval("paint")())
    Tasks().all()
    __import__("operator").methodcaller("one")(Tasks())


run()
