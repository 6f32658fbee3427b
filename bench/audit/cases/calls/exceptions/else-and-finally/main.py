#: <module> -> sail
#: sail -> cast_off, log_trip, lock_up
def cast_off():
    return True


def log_trip():
    return "logged"


def lock_up():
    return "locked"


def sail():
    try:
        cast_off()
    except OSError:
        raise
    else:
        log_trip()
    finally:
        lock_up()


sail()
