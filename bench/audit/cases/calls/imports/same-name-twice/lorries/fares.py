def price():
    return 40
