#: <module> -> later, later.<lambda>
#: later.<lambda> -> paint
def paint():
    return "wet"


def later(job):
    return lambda: job()


later(paint)()
