#: <module> -> pump, drain
#: drain -> pump
def pump():
    return 1


JOBS = []
JOBS.append(pump)


def drain():
    while JOBS:
        JOBS.pop()()


JOBS[0]()
drain()
