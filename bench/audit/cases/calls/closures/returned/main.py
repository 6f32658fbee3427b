#: <module> -> tally, tally.count
def tally():
    seen = 0

    def count():
        nonlocal seen
        seen += 1
        return seen

    return count


tick = tally()
tick()
