#: <module> -> remind
#: remind -> Mail.send, Pager.send
#: remind ?> Channel.send
from typing import Protocol


class Channel(Protocol):
    def send(self, text: str) -> bool: ...


class Mail:
    def send(self, text: str) -> bool:
        return True


class Pager:
    def send(self, text: str) -> bool:
        return False


def remind(channel: Channel) -> bool:
    return channel.send("tomorrow")


remind(Mail())
remind(Pager())
