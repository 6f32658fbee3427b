import urllib.request
from pathlib import Path


def slow_key():
    return Path("key.pem").read_bytes()  # blocks


def decode(secret):
    return urllib.request.urlopen("https://keys.example").read()  # blocks


def encode(secret):
    return urllib.request.urlopen("https://keys.example").read()  # fine
