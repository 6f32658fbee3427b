#: <module> -> print_ticket
#: print_ticket -> plain, bold
def plain(text):
    return text


def bold(text):
    return text.upper()


def print_ticket(text, style=plain):
    return style(text)


print_ticket("deck 3")
print_ticket("deck 4", bold)
