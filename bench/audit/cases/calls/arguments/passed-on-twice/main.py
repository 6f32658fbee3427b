#: <module> -> book
#: book -> confirm
#: confirm -> by_post
def by_post(name):
    return f"letter to {name}"


def confirm(send, name):
    return send(name)


def book(name, channel):
    return confirm(channel, name)


book("Ada", by_post)
