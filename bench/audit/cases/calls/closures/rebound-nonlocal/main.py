#: <module> -> watch
#: watch -> watch.relieve, second_mate
#: watch ?> first_mate
def first_mate():
    return 1


def second_mate():
    return 2


def watch():
    on_duty = first_mate

    def relieve():
        nonlocal on_duty
        on_duty = second_mate

    relieve()
    return on_duty()


watch()
