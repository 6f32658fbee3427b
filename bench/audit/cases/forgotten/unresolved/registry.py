import importlib


class Signal:
    async def emit(self) -> None: ...


class Horn:
    def emit(self) -> None: ...


def blow(thing) -> None:
    thing.emit()  # fine


def dynamic(name: str) -> None:
    module = importlib.import_module(name)
    module.emit()  # fine


def either(flag: bool) -> None:
    tool = Signal() if flag else Horn()
    tool.emit()  # fine
