"""A pytest plugin that tells Ferryman what a run did, line by line, so that a killed run still tells how far it came.

Loaded with `-p ferryman_proof` from a folder put on PYTHONPATH; writes JSON lines to the file FERRYMAN_PROOF names.
Python 3.8 and pytest 6 or newer; nothing but the standard library and pytest.
"""

import json
import os
import sys
import time

import pytest

TARGET = os.environ.get("FERRYMAN_PROOF")
TREE = os.environ.get("FERRYMAN_PROOF_TREE")
IN_WORKER = "PYTEST_XDIST_WORKER" in os.environ
LONGEST_REASON = 2000


def write(kind, **fields):
    if TARGET is None:
        return
    # One write per line: processes that share the file never mix their lines.
    line = json.dumps({"kind": kind, **fields}, ensure_ascii=True) + "\n"
    descriptor = os.open(TARGET, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(descriptor, line.encode("ascii"))
    finally:
        os.close(descriptor)


def reason_of(report):
    """The last words of a failure, or why a test was skipped."""
    representation = getattr(report, "longrepr", None)
    if representation is None:
        return ""
    if isinstance(representation, tuple):
        return str(representation[-1])[:LONGEST_REASON]
    crash = getattr(representation, "reprcrash", None)
    if crash is not None:
        return str(crash.message)[:LONGEST_REASON]
    return str(representation)[-LONGEST_REASON:]


def outcome_of(report):
    if hasattr(report, "wasxfail"):
        return "xfailed" if report.skipped else "xpassed"
    return report.outcome


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    if not IN_WORKER:
        write("start", root=str(config.rootdir), python=sys.version.split()[0], pytest=pytest.__version__)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session):
    if not IN_WORKER and session.items:
        write("collected", ids=[item.nodeid for item in session.items])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node, ids):
    write("collected", ids=list(ids))


def pytest_collectreport(report):
    if not IN_WORKER and report.failed:
        write("uncollected", id=report.nodeid, reason=reason_of(report))


def pytest_runtest_logstart(nodeid, location):
    if not IN_WORKER:
        write("begin", id=nodeid)


def pytest_runtest_logreport(report):
    if IN_WORKER or report.outcome == "rerun":
        return
    write(
        "phase",
        id=report.nodeid,
        when=report.when,
        outcome=outcome_of(report),
        seconds=round(report.duration, 4),
        reason="" if report.outcome == "passed" else reason_of(report),
    )


def pytest_runtest_logfinish(nodeid, location):
    if not IN_WORKER:
        write("finish", id=nodeid)


def pytest_warning_recorded(warning_message, when, nodeid, location):
    if IN_WORKER or not issubclass(warning_message.category, RuntimeWarning):
        return
    write(
        "warning",
        category=warning_message.category.__name__,
        message=str(warning_message.message)[:LONGEST_REASON],
        place="%s:%s" % (warning_message.filename, warning_message.lineno),
        id=nodeid,
    )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    write_modules()
    if not IN_WORKER:
        write("end", exit=int(exitstatus), at=time.time())


def write_modules():
    """Which files of the tree were imported: a change that no test loads is not proven by any test."""
    if TREE is None:
        return
    files = set()
    for module in list(sys.modules.values()):
        try:
            file = getattr(module, "__file__", None)
        except Exception:  # a lazy module may do anything when it is asked
            continue
        if isinstance(file, str) and file.endswith(".py"):
            file = os.path.realpath(file)
            if file.startswith(TREE + os.sep):
                files.add(os.path.relpath(file, TREE))
    write("modules", files=sorted(files))
