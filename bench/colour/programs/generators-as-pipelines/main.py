def read(lines):
    for line in lines:
        print("read", line)
        yield line


def clean(lines):
    for line in lines:
        stripped = strip(line)
        if stripped:
            yield stripped


def strip(line):
    return line.strip()


def numbered(lines):
    yield from enumerate(lines, 1)


def take(count, rows):
    for number, row in zip(range(count), rows):
        yield row


def pairs(rows):
    previous = None
    for row in rows:
        yield previous, row
        previous = row


def flatten(nested):
    for item in nested:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield strip(item)


def run():
    print(list(numbered(clean(read([" a ", " ", "b"])))))
    print([row for row in take(1, clean(read(["x", "y"])))])
    print(dict(pairs(clean(["p ", "q"]))))
    print("".join(flatten(["a ", ["b", [" c"]]])), sum(1 for _ in clean(["z"])))
    print({line: strip(line) for line in read(["k "])}, set(clean(["s"])), tuple(read(["t"])))
    total = 0
    for first, second in pairs(read(["1", "2"])):
        total += int(second)
    else:
        print("total", total)


run()
