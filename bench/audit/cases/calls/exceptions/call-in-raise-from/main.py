#: <module> -> read_chart
#: read_chart -> Unreadable.__init__, parse
class Unreadable(Exception):
    def __init__(self, text):
        self.text = text


def parse(text):
    return int(text)


def read_chart(text):
    try:
        return parse(text)
    except ValueError as problem:
        raise Unreadable(text) from problem


try:
    read_chart("fog")
except Unreadable:
    pass
