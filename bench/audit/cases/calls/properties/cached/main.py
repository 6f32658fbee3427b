#: <module> -> Chart.depth
#: Chart.depth -> survey
from functools import cached_property


def survey():
    return 12


class Chart:
    @cached_property
    def depth(self):
        return survey()


Chart().depth
