class Base:
    def open(self):
        print("base")
        return ["base"]


class Left(Base):
    def open(self):
        return super().open() + ["left"]


class Right(Base):
    def open(self):
        return super().open() + ["right"]


class Both(Left, Right):
    def open(self):
        return super(Both, self).open() + ["both"]


class Quiet(Base):
    pass


def run():
    print(Both().open())
    print(Quiet().open())
    print(Base.open(Quiet()))


run()
