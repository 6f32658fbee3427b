#: <module> -> meter
#: meter -> gauge
#: gauge -> depth
def depth(sample):
    return sample


def gauge():
    sample = 0
    while True:
        sample = yield depth(sample)


def meter():
    reading = gauge()
    next(reading)
    reading.send(4)
    reading.close()


meter()
