def send(kind, *parts, **extra):
    print("send", kind, parts, extra)
    return kind


def forward(function, *args, **kwargs):
    return function(*args, **kwargs)


def apply(pairs):
    return [forward(function, *args) for function, args in pairs]


def compose(*functions):
    def composed(value):
        for function in functions:
            value = function(value)
        return value
    return composed


def shout(text):
    print("shout")
    return text.upper()


def run():
    print(forward(send, "a", 1, x=2))
    print(apply([(send, ("b",)), (shout, ("c",))]))
    print(compose(shout, send)("d"))


run()
