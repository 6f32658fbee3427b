#: <module> -> Lock_Gate.__enter__, Lock_Gate.__exit__, pass_through
def pass_through():
    return "through"


class Lock_Gate:
    def __enter__(self):
        return self

    def __exit__(self, kind, problem, trace):
        return False


with Lock_Gate():
    pass_through()
