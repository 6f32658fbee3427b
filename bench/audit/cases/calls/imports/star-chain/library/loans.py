def lend(title):
    return title
