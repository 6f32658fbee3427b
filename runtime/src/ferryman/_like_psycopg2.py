"""psycopg 3 with the ways of psycopg2, for applications that were written for that.

By itself psycopg 3 sends parameters apart from the statement, where the server wants to know their types and takes none
in `SET`, `NOTIFY` or `COMMENT`; it prepares statements, which a pooler between them may not survive; it gives other
types for some columns, and the first result of several statements where psycopg2 gave the last. Some of these are
errors in a path that no test takes, others are not even errors. So connections that stand for psycopg2's bind on the
client, prepare nothing, and read what psycopg2 read.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ._errors import NoAsyncDriver


@lru_cache(maxsize=None)
def arguments() -> dict[str, Any]:
    """For `connect_args` of an engine on psycopg 3."""
    import psycopg

    if not hasattr(psycopg, "AsyncClientCursor"):
        raise NoAsyncDriver(f"psycopg {psycopg.__version__} cannot bind like psycopg2: install psycopg 3.1 or newer")
    from psycopg.adapt import AdaptersMap

    class Cursor(psycopg.AsyncClientCursor[Any]):
        """Binds on the client; of several statements the last result counts."""

        async def execute(self, *given: Any, **options: Any) -> Any:
            await super().execute(*given, **options)
            while self.nextset():
                pass
            return self

    adapters = AdaptersMap(psycopg.adapters)
    _read_as_text(adapters)
    _write_tuples(adapters)
    return {"cursor_factory": Cursor, "context": _Context(adapters)}


class _Context:
    """What psycopg calls an `AdaptContext`."""

    def __init__(self, adapters: Any) -> None:
        self.adapters = adapters
        self.connection = None


def _read_as_text(adapters: Any) -> None:
    """psycopg2 knows neither addresses nor rows."""
    from psycopg.types.string import TextLoader

    for name in ("inet", "cidr", "record"):
        adapters.register_loader(name, TextLoader)


def _write_tuples(adapters: Any) -> None:
    """`WHERE id IN :ids` with a tuple."""
    from psycopg.adapt import Dumper, PyFormat, Transformer

    class TupleDumper(Dumper):
        def __init__(self, cls: type, context: Any = None) -> None:
            super().__init__(cls, context)
            self._transformer = Transformer.from_context(context)

        def dump(self, obj: Any) -> bytes:
            return self.quote(obj)

        def quote(self, obj: Any) -> bytes:
            parts = [
                b"NULL" if item is None else self._transformer.get_dumper(item, PyFormat.TEXT).quote(item) for item in obj
            ]
            return b"(" + b", ".join(bytes(part) for part in parts) + b")"

    adapters.register_dumper(tuple, TupleDumper)
