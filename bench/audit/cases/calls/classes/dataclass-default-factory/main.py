#: <module> -> new_log, Trip.note
#: <module> ?> Log.__init__
#: new_log -> Log.__init__
#: Trip.note -> Log.write
from dataclasses import dataclass, field


class Log:
    def __init__(self):
        self.lines = []

    def write(self, line):
        self.lines.append(line)


class Diary:
    def write(self, line):
        return None


def new_log():
    return Log()


@dataclass
class Trip:
    log: Log = field(default_factory=new_log)

    def note(self, line):
        self.log.write(line)


Trip().note("fog")
