from .store import load_member


def find_member(number: int):
    return load_member(number)  # fine


def find_again(number: int):
    member = find_member(number)  # fine
    return member
