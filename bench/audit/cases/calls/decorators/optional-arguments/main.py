#: <module> -> audited, audited.around, audited.around.recorded
#: audited -> audited.around
#: audited.around.recorded -> issue, void
def audited(function=None, *, level="info"):
    def around(inner):
        def recorded():
            return inner()

        return recorded

    if function is None:
        return around
    return around(function)


@audited
def issue():
    return "ticket"


@audited(level="warn")
def void():
    return None


issue()
void()
