#: <module> -> Single.__call__, Office.greet
#: Single.__call__ -> Office.__init__
class Single(type):
    made = None

    def __call__(cls):
        if Single.made is None:
            Single.made = super().__call__()
        return Single.made


class Office(metaclass=Single):
    def __init__(self):
        self.desk = 1

    def greet(self):
        return self.desk


Office().greet()
