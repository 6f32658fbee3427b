#: <module> -> sweep, paint
def sweep():
    return 1


def paint():
    return 2


results = [job() for job in (sweep, paint)]
lengths = {name: task() for name, task in [("a", sweep)]}
