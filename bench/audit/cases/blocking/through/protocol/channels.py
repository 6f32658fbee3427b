import smtplib
import socket
from typing import Protocol


class Channel(Protocol):
    def send(self, text: str) -> None: ...


class Mail:
    def send(self, text: str) -> None:
        with smtplib.SMTP("mail.example") as post:  # blocks
            post.sendmail("a@example", "b@example", text)  # blocks


class Pager:
    def send(self, text: str) -> None:
        line = socket.create_connection(("pager.example", 9))  # blocks
        line.sendall(text.encode())  # blocks
