class Session:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print("enter", self.name)
        self.begin()
        return self

    def __exit__(self, kind, error, trace):
        self.end(kind)
        return kind is KeyError

    def begin(self):
        print("begin")

    def end(self, kind):
        print("end", kind and kind.__name__)

    def query(self):
        print("query", self.name)
        return [self.name]


def session(name="x"):
    return Session(name)


def run():
    with Session("a") as one, session() as two:
        print(one.query() + two.query())
    with session("b"):
        raise KeyError("b")
    keep = session("c")
    with keep as again:
        print(again is keep)
    with session("d"):
        raise ValueError("d")


run()
