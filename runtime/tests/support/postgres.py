"""A PostgreSQL server of the tests' own: Debian's package, a temporary folder, a free port on the loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path


class Missing(Exception):
    """PostgreSQL is not installed, or cannot be started by this user."""


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise Missing("no /usr/lib/postgresql/*/bin/initdb (Debian's package `postgresql`)")
    return found[-1].parent


def _as_owner() -> tuple[dict, int, int]:
    """How to run the server: it refuses to be root, so as `postgres` when we are."""
    if os.getuid() != 0:
        return {}, os.getuid(), os.getgid()
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        raise Missing("these tests run as root and there is no user `postgres`") from None
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}, owner.pw_uid, owner.pw_gid


class Server:
    """Started when made. `url` has no driver: `postgresql://postgres@127.0.0.1:PORT/postgres`."""

    def __init__(self) -> None:
        binaries = _binaries()
        as_owner, uid, gid = _as_owner()
        self.folder = Path(tempfile.mkdtemp(prefix="ferryman-pg-"))
        os.chown(self.folder, uid, gid)
        data = self.folder / "data"
        run = {"cwd": self.folder, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, **as_owner}
        made = subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
            text=True,
            timeout=60,
            **run,
        )
        if made.returncode:
            raise Missing(f"initdb failed: {made.stdout}")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off",
                    "max_connections": 100}  # fmt: skip
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        run["stdout"] = open(self.folder / "log", "w")
        self._process = subprocess.Popen([binaries / "postgres", "-D", data, *arguments], **run)
        run["stdout"].close()
        self.url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        self._wait(port)

    def _wait(self, port: int) -> None:
        deadline = time.monotonic() + 30
        ready = "database system is ready to accept connections"
        while ready not in (self.folder / "log").read_text():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise Missing(f"the server did not start: {(self.folder / 'log').read_text()}")
            time.sleep(0.05)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
