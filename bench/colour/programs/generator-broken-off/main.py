def lines():
    try:
        for number in range(5):
            yield read(number)
    finally:
        print("closed")


def read(number):
    print("read", number)
    return number


def first_big():
    for line in lines():
        if line > 1:
            return line
    return None


def run():
    print(first_big())
    for line in lines():
        if line == 1:
            break
    print(next(lines()))
    print("after")


run()
