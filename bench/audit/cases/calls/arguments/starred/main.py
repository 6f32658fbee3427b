#: <module> -> run_all
#: run_all -> load_cars, load_lorries
def load_cars():
    return 4


def load_lorries():
    return 2


def run_all(*jobs):
    return [job() for job in jobs]


run_all(load_cars, load_lorries)
