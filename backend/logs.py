"""Log lines on standard error: JSON for machines or one readable line for a person, never a secret."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from traceback import extract_tb
from typing import Any

import structlog

from backend.settings import Settings

HIDDEN = "[hidden]"
CHATTY = ("asyncio", "websockets", "uvicorn.error", "eventsourcing", "httpx", "httpcore", "firebase_admin")
_SECRET_KEYS = re.compile(r"token|password|secret|authorization|cookie|\bkey\b", re.IGNORECASE)
_SECRETS = (
    re.compile(r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]+"),  # a JWT (RFC 7519, section 3: base64url of '{"')
    re.compile(r"cvr_[\w.~-]+"),  # a refresh token (auth/sessions.py)
    re.compile(r"cvk_[\w-]+"),  # the address of a calendar (calendars/feeds.py)
    re.compile(r"(?<=Bearer )\S+", re.IGNORECASE),
    re.compile(r"(?<=://)([^/\s:@]+):[^/\s@]+(?=@)"),  # user and password in an address
)


def configure(settings: Settings, part: str) -> None:
    """Send structlog's and the standard library's records to standard error, marked with the part's name."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        traceback_without_texts,
        _mark(part),
        without_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(settings)],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))


def traceback_without_texts(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An error as its kinds and places; never its text, which may quote what people wrote or who they are."""
    given = line.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given if isinstance(given, BaseException) else None
    if error is None and given:
        error = sys.exc_info()[1]
    if error is not None:
        line["exception"] = "\n".join(_told(error))
    return line


def _told(error: BaseException) -> Iterator[str]:
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _told(earlier)
        yield "and then"
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame in extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from (f"  {part}" for part in _told(one))


def hide(text: str) -> str:
    """The text without anything that opens a door."""
    for pattern in _SECRETS:
        text = pattern.sub(lambda match: f"{match[1]}:{HIDDEN}" if match.re.groups else HIDDEN, text)
    return text


def without_secrets(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The last look at every line: named secrets and anything shaped like one are hidden."""
    for name, value in line.items():
        if isinstance(value, str):
            line[name] = HIDDEN if _SECRET_KEYS.search(name) else hide(value)
    return line


def _mark(part: str) -> structlog.typing.Processor:
    def mark(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        line.setdefault("part", part)
        return line

    return mark


def _renderer(settings: Settings) -> structlog.typing.Processor:
    plain = settings.log_format == "console" or (settings.log_format == "auto" and sys.stderr.isatty())
    if plain:
        return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    return structlog.processors.JSONRenderer(ensure_ascii=False)
