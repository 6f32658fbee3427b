def ready(n):
    print("ready", n)
    return n > 2


def step(n):
    print("step", n)
    return n + 1


def run():
    n = 0
    while not ready(n):
        n = step(n)
        if n == 1:
            continue
    else:
        print("else")
    for i in range(step(1)):
        if ready(i):
            break
    with open(__file__) as me:
        print(len(me.read(step(2))))
    match step(4):
        case 5 if ready(5):
            print("five")
        case _:
            print("other")
    x = y = step(6)
    x += step(x)
    print(x, y)
    raise ValueError(step(9)) if ready(3) else KeyError


run()
