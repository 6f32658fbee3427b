#: <module> -> print_all
#: print_all -> departures
#: departures -> next_trip
def next_trip(hour):
    return hour + 1


def departures():
    for hour in (7, 8):
        yield next_trip(hour)


def print_all():
    for trip in departures():
        str(trip)


print_all()
