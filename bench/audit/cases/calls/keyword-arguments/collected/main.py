#: <module> -> run
#: run -> paint, scrub
def paint():
    return 1


def scrub():
    return 2


def run(**jobs):
    jobs["first"]()
    for job in jobs.values():
        job()


run(first=paint, second=scrub)
