#: <module> -> listing
#: listing -> Timetable.__iter__
#: Timetable.__iter__ -> Timetable.row
class Timetable:
    def row(self, hour):
        return f"{hour}:00"

    def __iter__(self):
        for hour in (7, 8):
            yield self.row(hour)


def listing():
    return [row for row in Timetable()]


listing()
