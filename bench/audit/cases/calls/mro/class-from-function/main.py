#: <module> -> base_for, Trip.board
#: Trip.board -> base_for.Base.count
def base_for(limit):
    class Base:
        def count(self):
            return limit

    return Base


class Trip(base_for(40)):
    def board(self):
        return self.count()


Trip().board()
