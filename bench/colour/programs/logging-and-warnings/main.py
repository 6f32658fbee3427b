import logging
import sys
import warnings


class Handler(logging.Handler):
    def emit(self, record):
        print("emit", render(record.getMessage()))


def render(text):
    return text.upper()


def show(message, category, filename, lineno, file=None, line=None):
    print("warned", render(str(message)))


def hook(kind, error, trace):
    print("hook", render(kind.__name__))


def run():
    log = logging.getLogger("ferry")
    log.addHandler(Handler())
    log.warning("a %s", render("b"))
    warnings.showwarning = show
    warnings.warn("careful")
    sys.excepthook = hook
    print(sys.excepthook is hook)


run()
