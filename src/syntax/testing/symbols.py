"""Print what CPython's symtable knows: one JSON line per file whose path arrives on standard input (one JSON list).

Each scope is [kind, name, line, {symbol: "L" | "G" | "F"}]: local, global, free. Only symbols that the scope itself
binds or mentions are listed; comprehension arguments (".0") are not. From 3.12 on most comprehensions are part of the
scope around them ("inlined", PEP 709).
"""

import json
import symtable
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)
KINDS = {
    "module": "module",
    "class": "class",
    "function": "function",
    "type parameters": "type-parameters",
    "TypeVar bound": "type-parameters",
    "type parameter": "type-parameters",
    "type alias": "type-alias",
}


def letter(symbol):
    if symbol.is_local():
        return "L"
    return "F" if symbol.is_free() else "G"


def mentioned(symbol):
    return symbol.is_referenced() or symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter() or symbol.is_local()


def walk(table, found):
    kind = getattr(table.get_type(), "value", table.get_type())
    symbols = {
        symbol.get_name(): letter(symbol)
        for symbol in table.get_symbols()
        if not symbol.get_name().startswith(".") and mentioned(symbol)
    }
    found.append([KINDS.get(kind, kind), table.get_name(), table.get_lineno(), symbols])
    for child in table.get_children():
        walk(child, found)
    return found


for path in json.load(sys.stdin):
    try:
        with open(path, "rb") as file:
            data = file.read()
        print(json.dumps({"path": path, "inlined": sys.version_info >= (3, 12), "scopes": walk(symtable.symtable(data, path, "exec"), [])}))
    except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError) as error:
        print(json.dumps({"path": path, "error": f"{type(error).__name__}: {error}"}))
