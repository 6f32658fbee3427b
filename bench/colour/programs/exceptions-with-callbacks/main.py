class Guard:
    def __init__(self, on_error=None, cleanup=None):
        self.on_error = on_error
        self.cleanup = cleanup or (lambda: None)

    def call(self, function, *args):
        try:
            return function(*args)
        except Exception as error:
            if self.on_error is not None:
                return self.on_error(error)
            raise
        finally:
            self.cleanup()


def fail(x):
    print("fail", x)
    raise ValueError(x)


def report(error):
    print("report", error)
    return str(error)


def tidy():
    print("tidy")


def run():
    print(Guard(report, tidy).call(fail, 1))
    print(Guard(cleanup=tidy).call(report, "fine"))
    print(Guard(on_error=lambda error: report(error) * 2).call(fail, 2))
    try:
        Guard().call(fail, 3)
    except ValueError as error:
        print("raised", error, error.__context__)


run()
