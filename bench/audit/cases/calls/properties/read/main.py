#: <module> -> show
#: show -> Ferry.__init__, Ferry.full
#: Ferry.full -> Ferry.count
class Ferry:
    def __init__(self):
        self.people = [1]

    def count(self):
        return len(self.people)

    @property
    def full(self):
        return self.count() > 9


def show():
    return Ferry().full


show()
