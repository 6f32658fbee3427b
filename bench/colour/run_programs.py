"""Run small programs and write down what they do, one JSON object a line in, one out.

In: {"id", "root", "driven"}. `driven`: on a loop whose tasks run in frames, as day one has it; else as they are.
Out: {"id", "output", "problem", "entered", "values", "lost"}.

`entered` names the project's functions in the order in which their bodies begin: a generator or coroutine that nobody
asks for never begins. `values` are the plain data that modules end with. `lost` are warnings and errors that nobody
could catch, coroutines that were never awaited among them. Each program runs in a process of its own.
"""

import asyncio
import gc
import io
import json
import os
import re
import signal
import sys
import types
import warnings

SIBLINGS = {"__aenter__": "__enter__", "__aexit__": "__exit__", "__aiter__": "__iter__", "__anext__": "__next__", "_start": "__init__"}
INNER = {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}
OPTIMIZED = 0x1
TOOL = 2
#: What definitions and imports bind.
DEFINITIONS = (type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType)


def is_synchronous_form(code):
    """What stands beside a special method that became asynchronous, and does nothing but wait for it."""
    if code.co_name == "__iter__":
        return code.co_names == ("iterate",)
    return any(name == code.co_name and sibling in code.co_names for sibling, name in SIBLINGS.items())


def name_of(code, root):
    """The label of a function of the project, None for anything else."""
    file = code.co_filename
    if not file.startswith(root + os.sep) or not code.co_flags & OPTIMIZED or code.co_name in INNER:
        return None
    if is_synchronous_form(code):
        return None
    # The factory in front of what was `__init__`: ours, and nothing of the program.
    if code.co_name == "create" and "_start" in code.co_names:
        return None
    parts = [SIBLINGS.get(part, part) for part in code.co_qualname.split(".") if part != "<locals>" and part not in INNER]
    module = os.path.relpath(file, root)[: -len(".py")].replace(os.sep, ".").removesuffix(".__init__")
    return ("" if module == "main" else module + ":") + ".".join(parts)


def plain(value, depth=0):
    """Data as text; of anything else the type alone."""
    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        return repr(value)
    if depth < 5 and type(value) in (list, tuple):
        return [plain(item, depth + 1) for item in value]
    if depth < 5 and type(value) in (set, frozenset):
        return sorted(str(plain(item, depth + 1)) for item in value)
    if depth < 5 and type(value) is dict:
        return [[plain(key, depth + 1), plain(item, depth + 1)] for key, item in value.items()]
    return type(value).__qualname__


def play(root):
    """Run main.py as the tracer of the labels does, then ask its application."""
    main = os.path.join(root, "main.py")
    with open(main, encoding="utf-8") as text:
        code = compile(text.read(), main, "exec")
    space = sys.modules["main"].__dict__
    space.update({"__name__": "main", "__file__": main})
    exec(code, space)
    application = space.get("app")
    if application is not None:
        request_all(application)


def request_all(application):
    from fastapi.testclient import TestClient

    client = TestClient(application)
    for path, operations in application.openapi()["paths"].items():
        if "get" in operations:
            answer = client.get(path)
            print(path, answer.status_code, answer.text)


def drive(root):
    from ferryman import _programs, _tasks

    async def whole():
        play(root)

    loop = asyncio.new_event_loop()
    _programs.patch_run()
    _tasks.install(loop)
    loop.run_until_complete(whole())


def watch(root, entered):
    def begin(code, _offset):
        name = name_of(code, root)
        if name is None:
            return sys.monitoring.DISABLE
        entered.append(name)

    sys.monitoring.use_tool_id(TOOL, "bench")
    sys.monitoring.register_callback(TOOL, sys.monitoring.events.PY_START, begin)
    sys.monitoring.set_events(TOOL, sys.monitoring.events.PY_START)


def perform(root, driven):
    entered, lost, problem = [], [], None
    sys.path.insert(0, root)
    sys.modules["main"] = type(sys)("main")
    sys.stdout = output = io.StringIO()
    sys.unraisablehook = lambda info: lost.append(f"{type(info.exc_value).__name__}: {info.exc_value}")
    warnings.simplefilter("error", RuntimeWarning)
    watch(root, entered)
    try:
        (drive if driven else play)(root)
    except BaseException as error:
        problem = f"{type(error).__name__}: {error}"
        del error
    values = {
        f"{module}.{name}": plain(value)
        for module, known in list(sys.modules.items())
        if module == "main" or (getattr(known, "__file__", None) or "").startswith(root + os.sep)
        for name, value in vars(known).items()
        if not name.startswith("__") and not isinstance(value, DEFINITIONS)
    }
    sys.modules["main"].__dict__.clear()
    gc.collect()
    sys.monitoring.set_events(TOOL, 0)
    return {"output": re.sub(r"0x[0-9a-f]{6,}", "0x", output.getvalue()), "problem": problem, "entered": entered, "values": values, "lost": lost}


def main():
    import fastapi.testclient  # noqa: F401  (once, not in every child)
    import ferryman  # noqa: F401

    gc.collect()
    gc.freeze()

    for line in sys.stdin.read().splitlines():
        job = json.loads(line)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            signal.alarm(20)
            result = perform(os.path.realpath(job["root"]), job["driven"])
            with os.fdopen(write, "w") as out:
                out.write(json.dumps({"id": job["id"], **result}))
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as answer:
            text = answer.read()
        os.waitpid(child, 0)
        hung = {"output": "", "problem": "did not end", "entered": [], "values": {}, "lost": []}
        print(text or json.dumps({"id": job["id"], **hung}), flush=True)


if __name__ == "__main__":
    main()
