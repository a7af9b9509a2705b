"""Raw requests to commands: a wrong name or argument is refused with the field and what to do about it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from domain.kernel import Command, Rejection
from projections.kernel import Request

_PATH = re.compile(r" - at `(?:key in )?\$\.?([^`]*)`$")
_FIELD = re.compile(r"field `([^`]*)`")
_encode = msgspec.json.Encoder().encode


class Arguments:
    """Decoders of the catalog's commands."""

    def __init__(self, commands: Mapping[str, type[Command[Any]]]) -> None:
        self._decoders = {name: msgspec.json.Decoder(cls).decode for name, cls in commands.items()}

    def decode(self, request: Request) -> tuple[Command[Any], bytes]:
        """The command, and the hash by which a repeat is known. Raises Rejection `command.*` or `args.*`."""
        decode = self._decoders.get(request.name)
        if decode is None:
            close = difflib.get_close_matches(request.name, self._decoders, 1)
            raise Rejection("command.unknown", name=request.name[:60], suggestion=close[0] if close else "–")
        try:
            command = decode(request.args)
        except msgspec.ValidationError as error:
            raise _wrong(str(error)) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Rejection("args.malformed", reason=str(error)) from None
        encoded = _encode(command)
        if b"\\u0000" in encoded:
            _refuse_nul(msgspec.to_builtins(command), "")
        return command, blake2b(encoded, digest_size=16, key=request.name.encode()[:64]).digest()


def _wrong(message: str) -> Rejection:
    found = _PATH.search(message)
    inside = found[1] if found else ""
    reason = message[: found.start()] if found else message
    field = _FIELD.search(reason)
    if field is not None:
        name = f"{inside}.{field[1]}" if inside else field[1]
        return Rejection("args.missing" if "missing" in reason else "args.unknown", field=name)
    return Rejection("args.wrong", field=inside or "args", reason=reason)


def _refuse_nul(value: Any, path: str) -> None:
    """PostgreSQL's text cannot hold the character NUL."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_nul(key, path)
            _refuse_nul(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            _refuse_nul(inner, f"{path}[{number}]")
    elif isinstance(value, str) and "\0" in value:
        raise Rejection("args.wrong", field=path, reason="character U+0000")
