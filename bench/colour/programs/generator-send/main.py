def averager():
    total = 0
    count = 0
    value = yield None
    while value is not None:
        total += value
        count += 1
        value = yield divide(total, count)


def divide(a, b):
    print("divide", a, b)
    return a / b


def run():
    average = averager()
    next(average)
    print(average.send(4), average.send(6))
    average.close()


run()
