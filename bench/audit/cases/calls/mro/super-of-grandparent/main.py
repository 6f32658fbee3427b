#: <module> -> Launch.start
#: Launch.start -> Boat.start
class Boat:
    def start(self):
        return "row"


class Motor_Boat(Boat):
    pass


class Launch(Motor_Boat):
    def start(self):
        return super().start()


Launch().start()
