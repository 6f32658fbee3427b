from notify import mail, paper
from notify.mail import send as send_mail
from notify.paper import send


async def write(text: str) -> None:
    send(text)  # fine
    paper.send(text)  # fine
    mail.send(text)  # forgotten: statement
    send_mail(text)  # forgotten: statement
    await mail.send(text)  # fine


def choose(fast: bool):
    return mail.send if fast else None


channels = {"mail": mail.send}
