"""``python -m dashboard``: build the population store if it is missing or old, then serve at port 8501."""

from __future__ import annotations

import argparse
import os
import socket
import sys

from dashboard.settings import PORT, ROOT
from data.ingest.__main__ import main as ingest

#: Linear algebra in one thread: our systems have 200 rows at most, and OpenBLAS's other threads spin while they wait for
#: them. On two busy cores that made a first opening of Ageing 23 seconds of processor time instead of 3.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}

#: A page shows what was saved, and an error with its trace: for who writes the program, never for who reads the pages
DEVELOPMENT = [
    "--server.fileWatcherType=auto",
    "--server.runOnSave=true",
    "--client.showErrorDetails=full",
    "--client.toolbarMode=developer",
]


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 1 with a sentence when the port is taken or the store cannot be built."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", PORT)))
    parser.add_argument(
        "--dev",
        action="store_true",
        help="pages are run again when a file is saved, errors are shown in full",
    )
    options = parser.parse_args(arguments)
    port = options.port
    if not 0 < port < 65536:
        print(f"There is no port {port}: a port is a number from 1 to 65535.", file=sys.stderr)
        return 1
    if port_in_use(port):
        print(
            f"Port {port} is taken: another program, perhaps an earlier Rasad, is serving there. "
            f"Stop it, or serve elsewhere with `make run PORT={port + 1}`.",
            file=sys.stderr,
        )
        return 1
    failed = ingest(["--if-stale"])
    if failed:
        return failed
    print(f"Rasad is at http://localhost:{port}  (Ctrl+C stops it)", flush=True)
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the working folder
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/server.py", f"--server.port={port}"]
    command += DEVELOPMENT if options.dev else []
    os.execve(sys.executable, command, ONE_THREAD | os.environ)


def port_in_use(port: int) -> bool:
    """Whether something already listens on this port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main())
