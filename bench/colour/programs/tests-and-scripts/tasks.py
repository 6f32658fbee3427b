from library import Desk, lend

JOBS = [lend]


def nightly():
    for job in JOBS:
        print(job("Catriona"))
    print(Desk().each(["a", "b"]))
