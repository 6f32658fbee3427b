#: <module> -> logged, timed, logged.inner
#: logged.inner -> timed.clocked
#: timed.clocked -> weigh_cargo
def logged(function):
    def inner():
        return function()

    return inner


def timed(function):
    def clocked():
        return function()

    return clocked


@logged
@timed
def weigh_cargo():
    return 90


weigh_cargo()
