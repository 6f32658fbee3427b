#: <module> -> sail
#: sail -> cast_off, radio_home
def cast_off():
    raise OSError("engine")


def radio_home():
    return "help"


def sail():
    try:
        return cast_off()
    except OSError:
        return radio_home()


sail()
