"""Handing e-mail to a mail server by SMTP (RFC 5321), tried again for as long as that can help."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

from backend.settings import Settings

log = structlog.get_logger("mail")

SECONDS = 20
"""For each step of a conversation."""
PAUSES = (2.0, 10.0, 30.0)
"""Seconds before the second attempt and those after it."""
PORTS = {"smtp": 587, "smtps": 465}
NOT_AN_ADDRESS = 553


class MailRefused(Exception):
    """It is not taken and never will be; `code` is the reply, or what it would be (RFC 5321, section 4.2)."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the mail server refused with {code}")
        self.code = code


class MailPutOff(Exception):
    """The server could not be reached or asked to wait, several times: try again much later."""


class Mailer:
    """The installation's way out for e-mail. `wait`: how pauses are made."""

    def __init__(
        self, url: str, sender: str, wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        parts = urlsplit(url)
        self._sender = sender
        self._wait = wait
        self._server: dict[str, Any] = {
            "hostname": parts.hostname or "localhost",
            "port": parts.port or PORTS[parts.scheme],
            "use_tls": parts.scheme == "smtps",
            "username": unquote(parts.username) if parts.username else None,
            "password": unquote(parts.password) if parts.password else None,
            "timeout": SECONDS,
        }

    async def send(self, to: str, subject: str, text: str, html: str) -> None:
        """Hand over one e-mail, as text and as HTML. Raises MailRefused or MailPutOff."""
        message = self._message(to, subject, text, html)
        for pause in (*PAUSES, None):
            try:
                await aiosmtplib.send(message, **self._server)
                return
            except Exception as error:
                code = _lasting(error)
                if code is not None:
                    raise MailRefused(code) from None
                log.warning("e-mail put off", error=type(error).__name__)
            if pause is not None:
                await self._wait(pause)
        raise MailPutOff

    def _message(self, to: str, subject: str, text: str, html: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = _address(self._sender)
        message["To"] = _address(to)
        message["Subject"] = " ".join(subject.split())
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = make_msgid(
            domain=parseaddr(self._sender)[1].rpartition("@")[2] or "localhost"
        )
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834, section 5: no answering machine answers it
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        return message


def open_mailer(settings: Settings) -> Mailer | None:
    """The mailer of an installation that has a mail server; None: it sends no e-mail."""
    if settings.smtp_url is None or settings.mail_from is None:
        return None
    return Mailer(settings.smtp_url, settings.mail_from)


def _lasting(error: Exception) -> int | None:
    """The reply of a server that will not change its mind (5yz); None: it may. Raises what is no answer."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        codes = [refused.code for refused in error.recipients]
        return max(codes) if codes and min(codes) >= 500 else None
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return error.code if error.code >= 500 else None
    if isinstance(error, (aiosmtplib.SMTPException, OSError)):
        return None
    raise error


def _address(text: str) -> Address:
    """A name and an address. Raises MailRefused for what is none."""
    name, address = parseaddr(text)
    try:
        if not text.isprintable() or not address:
            raise ValueError
        return Address(display_name=name, addr_spec=address)
    except (ValueError, HeaderParseError):
        raise MailRefused(NOT_AN_ADDRESS) from None
