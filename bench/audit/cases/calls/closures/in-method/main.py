#: <module> -> Kiosk.serve
#: Kiosk.serve -> Kiosk.serve.pour
#: Kiosk.serve.pour -> Kiosk.boil
class Kiosk:
    def boil(self):
        return "steam"

    def serve(self):
        def pour():
            return self.boil()

        return pour()


Kiosk().serve()
