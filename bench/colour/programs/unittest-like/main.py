class Case:
    def setUp(self):
        self.value = make("value")

    def test_one(self):
        print("one", self.value)

    def test_two(self):
        print("two", make("two"))


def make(what):
    print("make", what)
    return what


def run_all(cls):
    for name in sorted(dir(cls)):
        if name.startswith("test_"):
            case = cls()
            case.setUp()
            getattr(case, name)()


run_all(Case)
