#: <module> -> notify
#: notify -> by_mail, by_flag
def by_mail():
    return "mail"


def by_flag():
    return "flag"


def notify(channel=None):
    channel = channel or by_mail
    return channel()


notify()
notify(by_flag)
