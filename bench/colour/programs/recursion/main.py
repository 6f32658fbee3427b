def walk(tree, depth=0):
    print(" " * depth + tree[0])
    return 1 + sum(walk(child, depth + 1) for child in tree[1:])


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def run():
    print(walk(("a", ("b", ("c",)), ("d",))))
    print(even(5), odd(5))


run()
