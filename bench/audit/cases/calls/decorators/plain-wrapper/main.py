#: <module> -> logged, logged.wrapper
#: logged.wrapper -> board
def logged(function):
    def wrapper(*args):
        return function(*args)

    return wrapper


@logged
def board(name):
    return name


board("Ada")
