import hooks


def ring():
    return "ding"


def connect():
    hooks.handler = ring
