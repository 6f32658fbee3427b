"""Run programs twice, as they were and with their functions asynchronous, and say where the two differ.

Reads a JSON list of [before, after] texts; writes a JSON list of null (same), a string (how they differ), or false
(the text before does not compile here). Each text defines `scenario()`.
"""

import asyncio
import inspect
import json
import sys
import types
import warnings

LIMIT = 120
LOOP = asyncio.new_event_loop()


class Trouble(Exception):
    """What an operation raises when its turn has come."""


class Stage:
    """Everything a program does, in order."""

    def __init__(self, trouble):
        self.log = []
        self.trouble = trouble
        self.made = 0

    def op(self, name, *args, **named):
        self.log.append(f"{name} {', '.join(label(each) for each in (*args, *named.values()))}")
        # What a dropped generator raises is ignored, what `aclosing` raises is not: no trouble while tidying up.
        if name != "tidy" and (len(self.log) == self.trouble or len(self.log) > LIMIT):
            raise Trouble(len(self.log))
        return Value(self)

    def h(self, *args, **named):
        self.op("h", *args, **named)
        return len(args) + self.made % 3


class Value:
    """Something whose every use is written down."""

    def __init__(self, stage, name=None):
        stage.made += 1
        vars(self).update(_stage=stage, _name=name or f"#{stage.made}", _truth=stage.made % 3 > 0)

    def __bool__(self):
        self._stage.op("bool", self)
        return self._truth

    def __iter__(self):
        self._stage.op("iter", self)
        for count in range(2):
            self._stage.op("next", self)
            yield Value(self._stage, f"{self._name}.{count}")

    def __hash__(self):
        self._stage.op("hash", self)
        return sum(map(ord, self._name))

    def __repr__(self):
        return f"<{self._name}>"

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self._stage.op(f"get {name}", self)

    def __setattr__(self, name, value):
        self._stage.op(f"set {name}", self, value)

    def __delattr__(self, name):
        self._stage.op(f"del {name}", self)


def operation(name):
    def method(self, *args):
        return self._stage.op(name, self, *args)

    return method


for NAME in "add radd sub mul pow rpow neg lt gt eq iadd getitem setitem delitem call".split():
    setattr(Value, f"__{NAME}__", operation(NAME))
for NAME in "contains", "format":
    KIND = bool if NAME == "contains" else repr
    setattr(Value, f"__{NAME}__", lambda self, *args, made=KIND, name=NAME: made(self._stage.op(name, self, *args)))


def label(value):
    if isinstance(value, Value):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(label, value)) + "]"
    if isinstance(value, (int, str, bool, type(None))):
        return repr(value)
    return type(value).__name__


def wait(awaitable):
    """The runtime's `wait`, for coroutines that never suspend; what is no coroutine comes back as it is."""
    if not inspect.iscoroutine(awaitable):
        return awaitable
    try:
        awaitable.send(None)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("suspended")


def perform(code, trouble):
    stage = Stage(trouble)
    names = {"op": stage.op, "h": stage.h, "Trouble": Trouble}
    names.update({name: Value(stage, name) for name in ("x", "y", "z", "xs")})
    exec(code, names)
    try:
        result = names["scenario"]()
        if inspect.iscoroutine(result):
            result = LOOP.run_until_complete(result)
        ending = label(result)
    except NameError:
        # Which of its kinds depends on whether a comprehension is a function of its own (PEP 709).
        ending = "NameError"
    except Exception as error:
        ending = f"{type(error).__name__}: {error if isinstance(error, Trouble) else ''}"
    return [*stage.log, ending]


def compare(before, after):
    try:
        before = compile(before, "before", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    try:
        after = compile(after, "after", "exec", dont_inherit=True)
    except SyntaxError as error:
        return f"does not compile: {error}"
    length = len(perform(before, 0))
    for trouble in (0, *range(5, min(length, 60), 12)):
        one, other = perform(before, trouble), perform(after, trouble)
        if one != other:
            place = next((n for n, pair in enumerate(zip(one, other)) if pair[0] != pair[1]), min(len(one), len(other)))
            return f"trouble {trouble}: after {one[:place][-3:]}, {one[place:][:2]} became {other[place:][:2]}"
    return None


def main():
    warnings.simplefilter("ignore")
    sys.modules["ferryman"] = types.ModuleType("ferryman")
    sys.modules["ferryman"].wait = wait
    json.dump([compare(*pair) for pair in json.load(sys.stdin)], sys.stdout)


main()
