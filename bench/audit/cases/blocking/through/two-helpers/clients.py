import requests


def fetch(port):
    return requests.get(f"https://tides.example/{port}")  # blocks


def never_called(port):
    return requests.get(port)  # fine
