#: <module> -> Counted.__init__, Counted.__call__
#: Counted.__call__ -> tally
class Counted:
    def __init__(self, function):
        self.function = function
        self.count = 0

    def __call__(self, *args):
        self.count += 1
        return self.function(*args)


@Counted
def tally(crates):
    return len(crates)


tally([1, 2])
