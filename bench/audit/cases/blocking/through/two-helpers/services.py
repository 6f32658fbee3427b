from clients import fetch


def load_tide(port):
    return fetch(port)


def load_weather(port):
    return port  # fine
