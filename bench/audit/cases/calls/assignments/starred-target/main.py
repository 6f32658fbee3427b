#: <module> -> first_officer, deckhand
#: <module> ?> cook
def first_officer():
    return 1


def deckhand():
    return 2


def cook():
    return 3


head, *others = first_officer, deckhand, cook
head()
others[0]()
