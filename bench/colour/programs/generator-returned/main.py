def rows():
    yield fetch(1)
    yield fetch(2)


def fetch(row):
    print("fetch", row)
    return row


def open_rows(kind):
    if kind:
        return rows()
    return []


def show(kind):
    for row in open_rows(kind):
        print(row)


def run():
    show(True)
    show(False)
    print(list(open_rows(True)))


run()
