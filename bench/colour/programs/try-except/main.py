class Lost(Exception):
    pass


def find(book):
    print("find", book)
    if book == "none":
        raise Lost(book)
    return book


def closing():
    print("closing")


def lend(book):
    try:
        return find(book)
    except Lost as lost:
        print("lost", lost)
        return default(lost)
    else:
        print("never")
    finally:
        closing()


def default(lost):
    print("default")
    return str(lost) + "!"


def outer():
    try:
        find("none")
    except Lost as lost:
        raise ValueError(find("again")) from lost


def run():
    print(lend("a"), lend("none"))
    try:
        outer()
    except ValueError as error:
        print(repr(error), repr(error.__cause__))
    outer()


run()
