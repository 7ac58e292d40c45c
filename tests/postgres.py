"""A real PostgreSQL for the tests: Debian's server, in a folder of its own, on a free port, gone when they end."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

#: A server of one's own to use instead, in which tests may make and drop databases
GIVEN = os.environ.get("TEST_POSTGRES_URL", "")
OWNER = "rasad"


def programs() -> Path | None:
    """The folder of the newest server installed, if any."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server that holds nothing yet."""
    if GIVEN:
        yield GIVEN
        return
    where = programs()
    if where is None:
        pytest.skip("PostgreSQL is not installed: as root, apt-get install postgresql (`make test` does)")
    # The server refuses to run as root; Debian's package makes a user for it.
    person = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="rasad-postgres-"))
    if person:
        shutil.chown(folder, "postgres", "postgres")
    try:
        yield from _serving(where, folder, person)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serving(where: Path, folder: Path, person: dict[str, object]) -> Iterator[str]:
    port, data = _free_port(), folder / "data"
    make = [
        "initdb",
        "-D",
        str(data),
        "-A",
        "trust",
        "-U",
        OWNER,
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    subprocess.run([where / make[0], *make[1:]], cwd=folder, check=True, capture_output=True, **person)
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        "fsync": "off",
    }
    command = [where / "postgres", "-D", data, *[f"--{name}={value}" for name, value in settings.items()]]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            list(map(str, command)), cwd=folder, stdout=log, stderr=log, preexec_fn=_die_with_parent, **person
        )
    url = f"postgresql://{OWNER}@127.0.0.1:{port}/postgres"
    try:
        _wait(url, server, folder / "log")
        yield url
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def _die_with_parent() -> None:
    """Linux interrupts the server when a killed test run cannot."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="session")
def _database(postgres: str) -> Iterator[str]:
    """One database for the session, whose tests each leave it empty."""
    name = f"rasad_test_{os.getpid()}"
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield postgres.rpartition("/")[0] + f"/{name}"
    finally:
        with psycopg.connect(postgres, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture()
def postgres_database(_database: str) -> Iterator[str]:
    """The address of an empty database."""
    yield _database
    with psycopg.connect(_database, autocommit=True) as server:
        names = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'release%' OR nspname = 'public'"
        for (schema,) in server.execute(names).fetchall():
            server.execute(f"DROP SCHEMA {schema} CASCADE")
        server.execute("CREATE SCHEMA public")
