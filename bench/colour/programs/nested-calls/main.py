def a(x):
    print("a", x)
    return x + 1


def b(x, y=0):
    print("b", x, y)
    return x + y


def c(*xs):
    print("c", xs)
    return list(xs)


def run():
    print(a(a(a(1))))
    print(b(a(1), y=a(2)), c(*c(a(1), b(2)), a(3)))
    print(c(a(1))[b(0)], c(c)[0](1), (lambda x: a(x))(4))
    print([a(x) for x in c(1, 2) if b(x)], {a(1): b(2)}, (a(1),), a(1) if b(1) else c(1))


run()
