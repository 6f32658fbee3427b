import subprocess

import requests


def send_mail():
    requests.post("https://mail.example")  # blocks


def print_slip():
    subprocess.call(["lpr"])  # blocks


def frank():
    requests.put("https://mail.example")  # fine
