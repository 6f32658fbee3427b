from contextlib import AbstractContextManager, ContextDecorator, contextmanager


class Base(AbstractContextManager):
    def __enter__(self):
        print("base enter")
        return self.open()

    def __exit__(self, *problem):
        self.close()
        return super().__exit__(*problem)

    def open(self):
        return self

    def close(self):
        print("base close")


class File(Base):
    def open(self):
        print("file open")
        return "file"


class Timed(ContextDecorator):
    def __enter__(self):
        note("timed in")
        return self

    def __exit__(self, *problem):
        note("timed out")


@Timed()
def work():
    return note("work")


class Store:
    @contextmanager
    def transaction(self):
        note("begin")
        try:
            yield self
        except KeyError:
            note("rollback")
        else:
            note("commit")

    @contextmanager
    def nested(self):
        with self.transaction() as outer:
            with self.transaction():
                yield outer


def note(text):
    print(text)
    return text


def run():
    with File() as file:
        print(file)
    print(work())
    with Timed():
        note("inside")
    with Store().nested() as store:
        note(type(store).__name__)
    with Store().transaction():
        raise KeyError("x")


run()
