"""A shape: a small application that writes down what happens in it, and the requests to send."""

from __future__ import annotations

import inspect
from typing import Any, Callable

from sqlalchemy.orm import Session
from support.library import Book


class Shape:
    def __init__(self, build: Callable[[Any], Any], requests: tuple[str, ...]) -> None:
        self.build, self.requests, self.name = build, requests, build.__name__


def shape(*requests: str) -> Callable[[Callable[[Any], Any]], Shape]:
    """Decorates `build(log) -> app`; `requests` are lines for `ask`."""
    return lambda build: Shape(build, requests)


def shapes_of(names: dict[str, Any]) -> list[Shape]:
    return [value for value in names.values() if isinstance(value, Shape)]


def accepts(function: Any, parameter: str) -> bool:
    """Whether the installed version of `function` knows `parameter`."""
    return parameter in inspect.signature(function).parameters


def session_of(log: Any, name: str = "session") -> Callable[[], Any]:
    """The usual generator dependency, written down."""

    def dependency() -> Any:
        log(f"{name} opens")
        session = Session(log.engine)
        try:
            yield session
            log(f"{name} goes on")
        except BaseException as error:
            log(f"{name} sees {type(error).__name__}: {error}")
            raise
        finally:
            session.close()
            log(f"{name} closes")

    return dependency


def count(session: Session) -> int:
    return session.query(Book).count()
