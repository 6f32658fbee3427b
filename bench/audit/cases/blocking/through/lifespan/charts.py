def load_charts():
    return open("charts.bin", "rb").read()  # startup


def save_charts():
    return open("charts.bin", "wb")  # startup
