def weigh(crate):
    print("weigh", crate)
    return len(crate)


def load(crates, *, key=None, after=lambda total: total):
    total = 0
    for crate in crates:
        total += key(crate) if key else 1
    return after(total)


def report(total):
    print("total", total)
    return total


def run():
    print(load(["tea", "salt"], key=weigh))
    print(load(["tea"], after=report))
    print(load(["tea"], key=weigh, after=lambda total: report(total) + 1))


run()
