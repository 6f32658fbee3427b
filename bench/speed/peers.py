"""Parse the files whose names come as JSON on standard input; print version, seconds and lines as JSON."""

import ast
import json
import platform
import sys
import time
from pathlib import Path


def parse_ast(source: bytes) -> None:
    ast.parse(source)


how = sys.argv[1]
if how == "ast":
    version = platform.python_version()
    parse = parse_ast
else:
    import importlib.metadata

    import libcst
    from libcst.metadata import MetadataWrapper, ScopeProvider

    version = importlib.metadata.version("libcst")

    def parse(source: bytes) -> None:
        module = libcst.parse_module(source)
        if how == "libcst-scopes":
            MetadataWrapper(module, unsafe_skip_copy=True).resolve(ScopeProvider)


seconds = 0.0
lines = 0
for name in json.load(sys.stdin):
    source = Path(name).read_bytes()
    begun = time.perf_counter()
    try:
        parse(source)
    except Exception:  # what a tool cannot parse counts neither way
        continue
    seconds += time.perf_counter() - begun
    lines += source.count(b"\n")
print(json.dumps({"version": version, "seconds": seconds, "lines": lines}))
