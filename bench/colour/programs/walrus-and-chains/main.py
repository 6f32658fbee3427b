def read(n):
    print("read", n)
    return n


def run():
    if (n := read(3)) and (m := read(n - 3)) is not None:
        print(n, m)
    print([y for x in range(3) if (y := read(x)) % 2 == 0])
    print(read(1) < read(2) < read(0) < read(9))
    a = b = c = read(4)
    a, *b = [read(5), read(6), c]
    print(a, b, read(7) if not read(0) else read(8))
    values = {}
    values[read("k")], values[read("l")] = read(1), read(2)
    values[read("k")] += read(10)
    print(values, *[read(1)], **{"sep": read("-")})
    lst = [0, 0]
    lst[read(0)] = lst[read(1)] = read(3)
    print(lst, lst[read(0):read(1)], -read(2), ~read(1), read(2) ** -read(1), not read(0))
    print(read("x") in [read("x")], read(1) is read(2), f"{read('v'):>{read(4)}}", (yield_ := read(0)))
    global g
    g = read(2)
    assert read(1) == 1, read("never")
    return lambda: read(g)


print(run()())
