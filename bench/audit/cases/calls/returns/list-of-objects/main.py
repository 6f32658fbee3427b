#: <module> -> close_all
#: close_all -> berths, Berth.close
class Berth:
    def close(self):
        return True


class Door:
    def close(self):
        return False


def berths() -> list[Berth]:
    return [Berth()]


def close_all():
    for berth in berths():
        berth.close()


close_all()
