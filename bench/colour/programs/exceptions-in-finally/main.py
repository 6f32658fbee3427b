def acquire(name):
    print("acquire", name)
    return name


def release(name):
    print("release", name)
    if name == "bad":
        raise OSError(name)


def use(name):
    held = acquire(name)
    try:
        if name == "early":
            return "early"
        for _ in range(2):
            try:
                if name == "loop":
                    continue
                if name == "break":
                    break
            finally:
                release(held)
        else:
            print("else")
    finally:
        release(held)
    return "end"


def run():
    for name in ("ok", "early", "loop", "break"):
        print(use(name))
    try:
        use("bad")
    except* OSError as group:
        print(len(group.exceptions))
    try:
        raise KeyError(acquire("k"))
    except (KeyError if release("t") is None else OSError) as error:
        print(error, release("e"))


run()
