#: <module> -> Drill.run
#: Drill.run -> muster, count_heads
def muster(drill):
    return "all"


def count_heads(drill):
    return 40


class Drill:
    steps = [muster, count_heads]

    def run(self):
        return [step(self) for step in self.steps]


Drill().run()
