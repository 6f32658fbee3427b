#: <module> -> on, on.keep, fire
#: fire -> ring_bell
HANDLERS = {}


def on(event):
    def keep(function):
        HANDLERS[event] = function
        return function

    return keep


@on("fog")
def ring_bell():
    return "ding"


def fire(event):
    return HANDLERS[event]()


fire("fog")
