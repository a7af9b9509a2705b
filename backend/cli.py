"""The command line: each command parses, acts and answers with an exit code."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from backend import settings as settings_module
from backend.settings import SettingError, Settings

FAILED = 1
WRONG_USE = 2

Act = Callable[[Settings, argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 failed or refused, 2 wrongly used."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    options, rest = parser().parse_known_args(arguments)
    if rest and options.act is not _bench:
        parser().error(f"not understood: {' '.join(rest)}")
    options.rest = rest
    given = {name: value for name, value in vars(options).items() if name in Settings.__struct_fields__}
    try:
        settings = settings_module.load(**given)
        code: int = options.act(settings, options)
    except SettingError as error:
        return _complain(str(error), WRONG_USE)
    return code


def parser() -> argparse.ArgumentParser:
    """All commands and their options; what is not given comes from the settings."""
    top = argparse.ArgumentParser(prog="congvu", description="Collaboration platform of a city or province.")
    top.add_argument("--data", type=Path, help="folder of everything kept on this machine")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _serving(_command(commands, "serve", _serve, "serve the platform until Ctrl-C or SIGTERM"))
    part = _command(commands, "part", _part, "run one part as a process (what serve does for each)")
    part.add_argument("name", choices=("api", "gateway", "projector", "worker", "actors"))
    part.add_argument("--socket", type=int, help="number of the listening socket that was handed down")
    part.add_argument("--supervised", action="store_true", help="stop when standard input ends")
    _command(commands, "migrate", _migrate, "bring the database up to date")
    _command(commands, "check", _check, "look at the settings and the database, and say what is wrong")
    rebuild = _command(commands, "rebuild", _rebuild, "fold a read model again from the log")
    rebuild.add_argument("name", metavar="NAME", help="rows, or any one of them: they are true together")
    _command(commands, "replay", _replay, "try parked streams again, once what was wrong is mended")
    importing = _command(commands, "import", _import, "take in data from a file")
    importing.add_argument("what", choices=("directory",))
    importing.add_argument("file", type=Path, metavar="FILE.csv")
    importing.add_argument(
        "--language", choices=("vi", "en"), default="vi", help="of what is said about wrong rows"
    )
    token = _command(commands, "token", _token, "print an access token of a login, for integrators")
    token.add_argument("login", metavar="LOGIN")
    token.add_argument("--hours", type=float, default=1.0, help="how long it is good for")
    password = _command(
        commands, "password", _password, "give a login a new password, read from standard input"
    )
    password.add_argument("login", metavar="LOGIN")
    _command(commands, "bench", _bench, "measure; its own options follow")
    return top


def _serving(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", help="address to listen on")
    serve.add_argument("--port", help="port of the API and the web app; 0 picks a free one")
    serve.add_argument("--realtime-port", help="port of the realtime gateway; 0 picks a free one")
    serve.add_argument("--roles", help="parts that this machine runs, separated by commas")
    serve.add_argument("--demo", action="store_true", default=None, help="seed a demo city")
    serve.add_argument("--officials", help="officials in the demo city")


def _command(commands: Any, name: str, act: Act, summary: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    command.add_argument("--data", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    command.set_defaults(act=act)
    return command


# Each command loads only what it needs: a wrong option is answered at once.
# ruff: noqa: PLC0415


def _serve(settings: Settings, options: argparse.Namespace) -> int:
    from backend import serve

    return _run(settings, serve.serve(settings))


def _part(settings: Settings, options: argparse.Namespace) -> int:
    gc.disable()  # what is loaded stays; the part looks for cycles once it is ready
    from backend import part, parts

    return part.main(options.name, parts.PARTS[options.name], settings, options.socket, options.supervised)


def _migrate(settings: Settings, options: argparse.Namespace) -> int:
    from backend import tools

    return _run(settings, tools.migrate(settings))


def _check(settings: Settings, options: argparse.Namespace) -> int:
    from backend import tools

    return _run(settings, tools.check(settings))


def _rebuild(settings: Settings, options: argparse.Namespace) -> int:
    from backend import tools

    return _run(settings, tools.rebuild(settings, options.name))


def _replay(settings: Settings, options: argparse.Namespace) -> int:
    from backend import tools

    return _run(settings, tools.replay(settings))


def _import(settings: Settings, options: argparse.Namespace) -> int:
    from backend import tools

    return _run(settings, tools.import_directory(settings, options.file, options.language))


def _token(settings: Settings, options: argparse.Namespace) -> int:
    from backend import tools

    return _run(settings, tools.token(settings, options.login, options.hours))


def _password(settings: Settings, options: argparse.Namespace) -> int:
    from backend import tools

    return _run(settings, tools.password(settings, options.login, sys.stdin))


def _bench(settings: Settings, options: argparse.Namespace) -> int:
    from backend.bench import main as bench

    code: int = bench(options.rest)
    return code


def _run(settings: Settings, work: Coroutine[Any, Any, int | None]) -> int:
    """Do it; what an administrator can mend is said in one line."""
    from backend import logs
    from backend.store.connection import LOST
    from backend.store.embedded import EmbeddedError
    from backend.supervisor import Failed

    logs.configure(settings, "serve")
    try:
        return asyncio.run(work) or 0
    except (Failed, EmbeddedError) as error:
        return _complain(str(error), FAILED)
    except LOST as error:
        return _complain(
            f"the database does not answer (CONGVU_DATABASE_URL): {logs.hide(str(error))}", FAILED
        )


def _complain(text: str, code: int) -> int:
    sys.stderr.write(f"congvu: {text}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
