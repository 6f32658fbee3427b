#: <module> -> close_gate
#: close_gate -> must_be_clear, sound_alarm
#: must_be_clear -> Obstructed.__init__
class Obstructed(RuntimeError):
    def __init__(self, what):
        super().__init__(what)


def must_be_clear(lane):
    if lane:
        raise Obstructed(lane)


def sound_alarm(problem):
    return str(problem)


def close_gate(lane):
    try:
        must_be_clear(lane)
    except RuntimeError as problem:
        return sound_alarm(problem)


close_gate("bicycle")
