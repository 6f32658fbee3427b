class Query:
    def __init__(self, rows=()):
        self.rows = list(rows)
        self.filters = []

    def where(self, test):
        self.filters.append(test)
        return self

    def map(self, change):
        clone = Query(self._run())
        clone.rows = [change(row) for row in clone.rows]
        return clone

    def _run(self):
        print("run")
        return [row for row in self.rows if all(test(row) for test in self.filters)]

    def all(self):
        return self._run()

    def first(self):
        return next(iter(self._run()), None)

    def __iter__(self):
        return iter(self._run())

    def __len__(self):
        return len(self._run())


def big(row):
    print("big", row)
    return row > 1


def double(row):
    return row * 2


def run():
    print(Query([1, 2, 3]).where(big).map(double).all())
    print(Query([1, 2]).where(lambda row: big(row)).first(), len(Query([1])), list(Query([4]).where(big)))
    for row in Query([5]).map(double):
        print(row)


run()
