from library import Desk, lend, title


def helper(action):
    return action("helper")


def test_lend():
    assert lend("x") == "X"
    assert helper(lend) == "HELPER"
    assert [f("y") for f in (lend, title)] == ["Y", "Y"]


class TestDesk:
    desk = Desk()

    def test_method(self):
        assert self.desk.serve("z") == "Z"
        desk = make_desk()
        assert desk.serve("z") == "Z"


def make_desk():
    return Desk()
