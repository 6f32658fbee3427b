"""What the database said, with the face that the application's own driver gave it.

`e.orig` of SQLAlchemy's errors is the driver's own exception, and another driver has other classes and attributes.
An application that asks `isinstance(e.orig, psycopg2.errors.UniqueViolation)` or `e.orig.pgcode == "23505"` to answer
409 would answer 500 on the loop, in a branch that tests seldom take. So the exception says that it is what it would
have been: same class (for `isinstance`), `pgcode`, `pgerror`, `diag`. Nothing else of it changes.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any

#: Where synchronous drivers keep their exceptions, by the driver's name in SQLAlchemy.
_MODULES = {
    "psycopg2": "psycopg2",
    "psycopg2cffi": "psycopg2cffi",
    "psycopg": "psycopg",
    "mysqldb": "MySQLdb",
    "pymysql": "pymysql.err",
    "cymysql": "cymysql.err",
    "mysqlconnector": "mysql.connector.errors",
    "cx_oracle": "cx_Oracle",
}
#: Drivers that have a class for each SQLSTATE.
_BY_STATE = frozenset({"psycopg2", "psycopg2cffi", "psycopg"})
#: The exceptions of PEP 249.
_STANDARD = frozenset(
    {
        "Warning",
        "Error",
        "InterfaceError",
        "DatabaseError",
        "DataError",
        "OperationalError",
        "IntegrityError",
        "InternalError",
        "ProgrammingError",
        "NotSupportedError",
    }
)


def speak_like(engine: Any, driver: str) -> None:
    """Let exceptions that reach SQLAlchemy from `engine`'s driver answer like those of the synchronous `driver`."""
    from sqlalchemy import event

    if driver not in _MODULES or engine.dialect.driver.partition("_")[0] == driver:
        return  # the same exceptions, as SQLite's and psycopg 3's are

    def say(context: Any) -> None:
        error = context.original_exception
        if context.sqlalchemy_exception is None or getattr(error, "__class__", None) is not type(error):
            return  # none of the driver's, or dressed already
        try:
            error.__class__ = _answering(type(error), driver)
        except TypeError:
            return  # an exception of a compiled module, of another layout

    event.listen(engine, "handle_error", say)


@lru_cache(maxsize=None)
def _answering(raised: type, driver: str) -> type:
    namespace: dict[str, Any] = {"__class__": property(lambda self: _class_of(driver, self, raised))}
    if driver in _BY_STATE:
        namespace["pgcode"] = namespace["sqlstate"] = property(_sqlstate)
        namespace["pgerror"] = property(_pgerror)
        namespace["diag"] = property(_diagnostics)
    return type(raised.__name__, (raised,), {**namespace, "__module__": raised.__module__})


def _class_of(driver: str, error: Any, raised: type) -> type:
    """The driver's own class; what nobody imported nobody can ask for."""
    module = sys.modules.get(_MODULES[driver])
    if module is None:
        return raised
    name = next((each.__name__ for each in raised.__mro__ if each.__name__ in _STANDARD), "")
    state = _sqlstate(error) if driver in _BY_STATE else None
    if state is not None:
        try:
            return module.errors.lookup(state)
        except (AttributeError, KeyError):
            name = _kind_of(state)  # not one of PostgreSQL's: RAISE ... USING ERRCODE
    return getattr(module, name, raised)


#: Which exception of PEP 249 a class of SQLSTATEs is (PostgreSQL, appendix A), as psycopg2 sees it.
_KINDS = {
    "NotSupportedError": ("0A",),
    "ProgrammingError": ("20", "21", "3D", "3F", "42", "44"),
    "DataError": ("22",),
    "IntegrityError": ("23",),
    "InternalError": ("24", "25", "2B", "2D", "2F", "38", "39", "3B", "F", "P", "X"),
    "OperationalError": ("26", "27", "28", "34", "40", "5", "H"),
}


def _kind_of(state: str) -> str:
    return next((kind for kind, classes in _KINDS.items() if state.startswith(classes)), "DatabaseError")


def _sqlstate(error: Any) -> str | None:
    for each in (error, error.__cause__):
        # Not by `getattr`: a dressed exception would ask itself.
        spaces = [getattr(each, "__dict__", {}), *(vars(kind) for kind in type(each).__mro__)]
        found = next((space["sqlstate"] for space in spaces if isinstance(space.get("sqlstate"), str)), None)
        if found is not None:
            return found
    return getattr(_own_diagnostics(error), "sqlstate", None)


def _pgerror(error: Any) -> str | None:
    said = _diagnostics(error)
    if said.message_primary is None:
        return None
    lines = [f"{said.severity}:  {said.message_primary}"]
    for label, text in (("DETAIL", said.message_detail), ("HINT", said.message_hint), ("CONTEXT", said.context)):
        if text is not None:
            lines.append(f"{label}:  {text}")
    return "".join(f"{line}\n" for line in lines)


#: libpq's names, and asyncpg's for the same.
_FIELDS = {
    "column_name": "column_name",
    "constraint_name": "constraint_name",
    "context": "context",
    "datatype_name": "data_type_name",
    "internal_position": "internal_position",
    "internal_query": "internal_query",
    "message_detail": "detail",
    "message_hint": "hint",
    "message_primary": "message",
    "schema_name": "schema_name",
    "severity": "severity",
    "severity_nonlocalized": "severity_en",
    "source_file": "server_source_filename",
    "source_function": "server_source_function",
    "source_line": "server_source_line",
    "sqlstate": "sqlstate",
    "statement_position": "position",
    "table_name": "table_name",
}


class Diagnostics:
    """The server's report, by the names that psycopg gives its fields; None for what it did not say."""

    def __init__(self, fields: dict[str, str | None]) -> None:
        self.__dict__.update(fields)


def _own_diagnostics(error: Any) -> Any:
    """psycopg 3's."""
    return getattr(super(type(error), error), "diag", None)


def _diagnostics(error: Any) -> Any:
    own = _own_diagnostics(error)
    source = error.__cause__ if error.__cause__ is not None else error
    named = own if own is not None else source
    fields = {ours: getattr(named, ours if own is not None else theirs, None) for ours, theirs in _FIELDS.items()}
    return Diagnostics(fields)
