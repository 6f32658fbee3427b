def weigh(crate):
    print("weigh", crate)
    return crate


def heavy(crates):
    return (weigh(crate) for crate in crates)


def run():
    lazy = heavy([1, 2])
    print("made")
    for weight in lazy:
        print(weight)
    print(next(heavy([5]), None))


run()
