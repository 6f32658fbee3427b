def loud(function):
    def inner(*args):
        print("loud")
        return function(*args)
    return inner


def read(name):
    print("read", name)
    return name


class Shelf:
    def get(self, key):
        return read(key)

    fetch = get
    loud_get = loud(get)


read_loud = loud(read)


def run():
    shelf = Shelf()
    print(shelf.get("a"), shelf.fetch("b"), shelf.loud_get("c"))
    print(read_loud("d"))
    shelf.get = lambda key: "patched"
    print(shelf.get("e"))


run()
