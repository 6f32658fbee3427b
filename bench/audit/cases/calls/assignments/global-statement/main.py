#: <module> -> install, call_out
#: call_out -> whistle
def whistle():
    return "wheee"


signal = None


def install():
    global signal
    signal = whistle


def call_out():
    return signal()


install()
call_out()
