"""Run labelled call-graph cases and write down who really called whom.

Usage: trace.py CASE_FOLDER...   One JSON object a line: {"case", "edges": [[caller, callee, exact]], "problem"}.

A name is `qualified.name` without `<locals>`, with `module:` before it outside of main.py; comprehensions belong to the
function they stand in, class bodies to the scope around them. Frames of libraries are skipped, so a callback belongs to
the project's function that called the library. `exact` is false where the frame below is not the caller: generators and
coroutines are resumed by whoever asks for the next value, threads have no caller.
"""

import functools
import inspect
import json
import os
import signal
import sys
import threading

SUSPENDING = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
real = functools.cache(os.path.realpath)
INNER = {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}


def name_of(frame, root):
    """The label of a frame of the project: None outside of it, and where the frame is a module or class body."""
    code = frame.f_code
    file = real(code.co_filename)
    if not file.startswith(root + os.sep):
        return None
    module = os.path.relpath(file, root)[: -len(".py")].replace(os.sep, ".").removesuffix(".__init__")
    parts = code.co_qualname.split(".")
    parts = [part for part in parts if part != "<locals>" and part not in INNER]
    return ("" if module == "main" else module + ":") + (".".join(parts) or "<module>")


def is_body(frame):
    return not frame.f_code.co_flags & inspect.CO_OPTIMIZED


def caller_of(frame, root):
    """The nearest frame below that is the project's, class bodies counted to what is around them."""
    exact = not frame.f_code.co_flags & SUSPENDING
    below = frame.f_back
    while below is not None:
        name = name_of(below, root)
        if name is not None and not (is_body(below) and below.f_code.co_name != "<module>"):
            return name, exact
        below = below.f_back
    return None, False


def trace(root):
    edges = set()

    def notice(frame, event, _argument):
        if event != "call" or is_body(frame) or frame.f_code.co_name in INNER:
            return
        callee = name_of(frame, root)
        if callee is None:
            return
        caller, exact = caller_of(frame, root)
        edges.add((caller or "", callee, exact))

    sys.path.insert(0, root)
    main = os.path.join(root, "main.py")
    with open(main, encoding="utf-8") as text:
        code = compile(text.read(), main, "exec")
    space = {"__name__": "main", "__file__": main}
    sys.modules["main"] = type(sys)("main")
    sys.modules["main"].__dict__.update(space)
    threading.setprofile(notice)
    sys.setprofile(notice)
    try:
        exec(code, sys.modules["main"].__dict__)
        application = sys.modules["main"].__dict__.get("app")
        if application is not None:
            request_all(application)
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return sorted(edges)


def request_all(application):
    """Ask every GET route of a FastAPI application once."""
    from fastapi.testclient import TestClient

    client = TestClient(application)
    for path, operations in application.openapi()["paths"].items():
        if "get" in operations:
            answer = client.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"


def main():
    for case in sys.argv[1:]:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            signal.alarm(30)
            try:
                result = {"case": case, "edges": trace(os.path.realpath(case)), "problem": None}
            except BaseException as problem:
                result = {"case": case, "edges": [], "problem": f"{type(problem).__name__}: {problem}"}
            with os.fdopen(write, "w") as out:
                out.write(json.dumps(result))
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as answer:
            print(answer.read())
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
