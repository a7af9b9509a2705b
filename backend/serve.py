"""`congvu serve`: a database, up to date, and the parts of the platform on it, until told to stop."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

import msgspec

from backend import app, database
from backend.push import delivery
from backend.settings import Role, Settings, variable
from backend.store.keys import WrongKey
from backend.supervisor import Failed, Program, Supervisor

BACKLOG = 4096
SERVING: dict[Role, str] = {"api": "port", "realtime": "realtime_port"}
PART: dict[Role, str] = {"api": "api", "realtime": "gateway", "projector": "projector", "worker": "worker"}


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises Failed when that is not possible (any more)."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with ExitStack() as stack:
        stack.enter_context(_alone(settings))
        _check_key(settings)
        if "worker" in settings.roles:
            delivery.check(settings)
        sockets = {
            role: stack.enter_context(_listen(settings, role)) for role in SERVING if role in settings.roles
        }
        settings = _with_ports(settings, sockets)
        async with database.kept(settings) as dsn:
            settings = msgspec.structs.replace(settings, database_url=dsn)
            await app.migrate(settings)
            sign_ins = await app.seed_demo(settings) if settings.demo else None
            supervisor = Supervisor(
                _programs(settings, sockets),
                settings.drain_seconds,
            )

            async def ready() -> None:
                await app.rows_caught_up(settings)
                if settings.demo:
                    await app.read_demo(settings)
                announce(settings, sign_ins)

            await supervisor.run(stop, ready)


def announce(settings: Settings, sign_ins: list[dict[str, str]] | None) -> None:
    """The one line on standard output: everything is there, and where."""
    url = settings.public_url or f"http://{_reachable(settings.host)}:{settings.port}"
    line: dict[str, Any] = {
        "ready": True,
        "url": url,
        "graphql": f"{url}/graphql",
        "realtime": settings.realtime_url
        or f"ws://{_reachable(settings.host)}:{settings.realtime_port}/sync",
        "feeds": f"{url}/feeds/events",
        "database": without_password(settings.database_url or ""),
    }
    if sign_ins is not None:
        line["signIns"] = sign_ins
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def without_password(dsn: str) -> str:
    """The address of a database, fit to be shown."""
    parts = urlsplit(dsn)
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{host}" if user else host))


@contextmanager
def _alone(settings: Settings) -> Iterator[IO[str]]:
    """Hold the data folder, so that nothing else serves from it."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        lock = (settings.data / "serve.lock").open("a+")
    except OSError as error:
        raise Failed(f"{variable('data')}: cannot write to {settings.data} ({error.strerror})") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Failed(
                f"{settings.data} is in use by process {lock.read().strip()}: stop it, or give another --data"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield lock


def _check_key(settings: Settings) -> None:
    """The master key is there (it is made the first time) and is one."""
    try:
        app.master_key(settings)
    except WrongKey as error:
        raise Failed(f"{variable('master_key')}: {error}") from None


def _listen(settings: Settings, role: Role) -> socket.socket:
    """The listening socket of a part. It outlives the part, so that callers wait while it starts again."""
    port = getattr(settings, SERVING[role])
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        choice = f"{variable('host')} or {variable(SERVING[role])}"
        why = error.strerror or str(error)
        raise Failed(f"cannot listen on {settings.host}:{port} ({why}): change {choice}") from None


def _with_ports(settings: Settings, sockets: dict[Role, socket.socket]) -> Settings:
    return msgspec.structs.replace(
        settings, **{SERVING[role]: sock.getsockname()[1] for role, sock in sockets.items()}
    )


def _programs(settings: Settings, sockets: dict[Role, socket.socket]) -> list[Program]:
    """A process for each role; in the demo city one more, for the scripted officials."""
    programs = [_program(PART[role], settings, sockets.get(role)) for role in settings.roles]
    if settings.demo and "worker" in settings.roles:
        programs.append(_program("actors", settings, None))
    return programs


def _program(name: str, settings: Settings, listening: socket.socket | None) -> Program:
    command = [sys.executable, "-m", "backend.cli", "part", name, "--supervised"]
    if listening is not None:
        command += ["--socket", str(listening.fileno())]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CONGVU_")}
    plain |= {name: value for name, value in os.environ.items() if name.startswith("CONGVU_TEST_")}
    return Program(
        name=name,
        command=command,
        environment=plain | settings.environment(),
        sockets=[listening.fileno()] if listening is not None else [],
    )


def _reachable(host: str) -> str:
    """An address that one can open, for one that means "all"."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
