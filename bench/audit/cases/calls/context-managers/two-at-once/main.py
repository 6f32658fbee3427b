#: <module> -> Rope.__enter__, Rope.__exit__, Chain.__enter__, Chain.__exit__
class Rope:
    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return None


class Chain:
    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return None


with Rope() as rope, Chain() as chain:
    pass
