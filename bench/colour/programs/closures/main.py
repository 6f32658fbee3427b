def counter(step):
    total = 0

    def add(value):
        nonlocal total
        total += measure(value) * step
        return total

    def reset():
        nonlocal total
        total = 0

    return add, reset


def measure(value):
    print("measure", value)
    return value


def run():
    add, reset = counter(2)
    print(add(1), add(2))
    reset()
    print(add(3))


run()
