"""A WebSocket client (RFC 6455) that does no more than a bench needs: thousands take part of a core.

The server is trusted: its frames are whole text frames, pings or a close. What is sent has a mask of zeros.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
MASK = bytes(4)


class Socket(asyncio.Protocol):
    """One connection; each text is given to `heard`."""

    def __init__(self, host: str, path: str, heard: Callable[[bytes], None]) -> None:
        self._request = (
            f"GET {path} HTTP/1.1\r\nhost: {host}\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
            "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-version: 13\r\n\r\n"
        ).encode()
        self._heard = heard
        self._transport: asyncio.Transport
        self._buffer = b""
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks for the upgrade."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        """Nobody closes one before the bench is over."""
        if not self.open.done():
            self.open.set_exception(error or ConnectionError("closed before it was open"))

    def data_received(self, data: bytes) -> None:
        """The answer to the request, then frames."""
        self._buffer = self._buffer + data if self._buffer else data
        if not self.open.done():
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.partition(b"\r\n")[0]:
                raise RuntimeError(f"no upgrade: {head[:80]!r}")
            self._buffer = rest
            self.open.set_result(None)
        self._read()

    def _read(self) -> None:
        data, at, end = self._buffer, 0, len(self._buffer)
        while end - at >= 2:
            start, length = at + 2, data[at + 1]
            if length > 125:
                size = 2 if length == 126 else 8
                start += size
                if end < start:
                    break
                length = int.from_bytes(data[start - size : start], "big")
            if end < start + length:
                break
            self._frame(data[at] & 0xF, data[start : start + length])
            at = start + length
        self._buffer = data[at:]

    def _frame(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self._heard(payload)
        elif opcode == PING:
            self._write(PONG, payload)
        elif opcode == CLOSE:
            raise RuntimeError(f"closed: {payload!r}")

    def send(self, text: bytes) -> None:
        """Sends a text."""
        self._write(TEXT, text)

    def _write(self, opcode: int, payload: bytes) -> None:
        length = len(payload)
        head = (
            bytes((0x80 | opcode, 0x80 | length))
            if length < 126
            else struct.pack("!BBH", 0x80 | opcode, 0xFE, length)
        )
        self._transport.write(head + MASK + payload)


async def connect(url: str, heard: Callable[[bytes], None]) -> Socket:
    """An open connection."""
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    _, socket = await loop.create_connection(
        lambda: Socket(parts.netloc, parts.path or "/", heard),
        parts.hostname or "127.0.0.1",
        parts.port or 80,
    )
    await socket.open
    return socket
