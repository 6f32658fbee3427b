#: <module> -> weigh
def weigh():
    return 7


heave = lift = weigh
heave()
lift()
