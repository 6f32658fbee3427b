#: <module> -> signaller, signaller.send
#: signaller.send -> lamp
def lamp():
    return "flash"


def signaller(device):
    def send():
        return device()

    return send


signaller(lamp)()
