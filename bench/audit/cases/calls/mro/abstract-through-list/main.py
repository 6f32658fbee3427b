#: <module> -> check_all
#: check_all -> Fuel.passes, Crew.passes
#: check_all ?> Check.passes
from abc import ABC, abstractmethod


class Check(ABC):
    @abstractmethod
    def passes(self) -> bool: ...


class Fuel(Check):
    def passes(self) -> bool:
        return True


class Crew(Check):
    def passes(self) -> bool:
        return True


def check_all(checks: list[Check]):
    return [check.passes() for check in checks]


check_all([Fuel(), Crew()])
