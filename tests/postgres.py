"""The PostgreSQL server of the tests, where one is to be had.

`DUEREGARD_TEST_DATABASE=postgres` runs the tests on PostgreSQL. The server is the one that `DUEREGARD_TEST_POSTGRES`
names (postgresql://user:password@host:port), else the one on the local port 5432 that lets `postgres` in, else a
private cluster of the run's own, which ends with it.
"""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

IS_ASKED_FOR = os.environ.get("DUEREGARD_TEST_DATABASE", "sqlite") == "postgres"
LOCAL = "postgresql://postgres@127.0.0.1:5432"
_PLACES = ["/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt"]


def address(name: str) -> str:
    """Return the address of a database of that name on the server of the tests."""
    found = server()
    if found is None:
        raise RuntimeError(
            "There is no PostgreSQL for the tests. On Debian or Ubuntu: apt-get install postgresql; "
            "or set DUEREGARD_TEST_POSTGRES."
        )
    return f"{found}/{name}"


@cache
def server() -> str | None:
    """Return the address of the server, without a database, or nothing where there is none."""
    named = os.environ.get("DUEREGARD_TEST_POSTGRES")
    if named:
        return named.rstrip("/")
    if _answers(LOCAL):
        return LOCAL
    return _private_cluster()


def connect(name: str = "postgres"):
    """Open a connection of one's own, outside Django."""
    import psycopg

    return psycopg.connect(address(name), autocommit=True)


def _answers(url: str) -> bool:
    import psycopg

    try:
        with psycopg.connect(f"{url}/postgres", connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


def _private_cluster() -> str | None:
    """Make a cluster in a folder of the run's own and start it on a free port; its workers share it."""
    shared = os.environ.get("DUEREGARD_TEST_CLUSTER")
    if shared:
        return shared
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if initdb is None or pg_ctl is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="dueregard-postgres-"))
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "postgres"
        shutil.chown(folder, user)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(
            command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    run(str(initdb), "-D", str(data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
    run(str(pg_ctl), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    atexit.register(_end_cluster, str(pg_ctl), data, user, folder)
    found = f"postgresql://postgres@127.0.0.1:{port}"
    os.environ["DUEREGARD_TEST_CLUSTER"] = found
    return found


def _end_cluster(pg_ctl: str, data: Path, user: str | None, folder: Path) -> None:
    subprocess.run([pg_ctl, "-D", str(data), "-m", "immediate", "stop"], check=False, user=user, cwd="/",
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> Path | None:
    on_path = shutil.which(name)
    if on_path:
        return Path(on_path).resolve()
    found = [path for place in _PLACES for path in Path(place).glob(f"*/bin/{name}")]
    return max(found, default=None)


def main() -> int:
    """Say whether the tests can run on PostgreSQL, for `make test`: 0 where they can."""
    if server() is not None:
        return 0
    words = "PostgreSQL was not found, so the tests were not run on it. On Debian or Ubuntu: apt-get install postgresql"
    print(f"{words}; or set DUEREGARD_TEST_POSTGRES.")
    if os.environ.get("CI") == "true":
        print("With CI=true no test may be left out.")
        return 2
    return 1


if __name__ == "__main__":
    sys.exit(main())
