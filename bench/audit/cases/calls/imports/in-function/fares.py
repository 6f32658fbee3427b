def single():
    return 12
