#: <module> -> Scale.__call__
class Scale:
    def __call__(self, load):
        return load * 2


scale = Scale()
scale(4)
