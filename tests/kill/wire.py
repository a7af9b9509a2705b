"""Between the platform and its database: counts the statements of each process, and kills one at the N-th."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import struct
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

READY = b"Z\0\0\0\x05"
"""ReadyForQuery: the server's answer is complete (PostgreSQL documentation, Message Formats)."""
ENDS = (b"Q", b"S")
"""Query and Sync: each ends one statement of the simple and of the extended protocol."""


GOODBYE = b"SFATAL\0VFATAL\0C57P02\0Mterminating connection because of crash of another process\0\0"


class Trap:
    """Kill process `pid` at its n-th statement: before the server gets it, or once it was carried out."""

    def __init__(self, pid: int, name: str, nth: int, *, done: bool) -> None:
        self.pid = pid
        self.name = name
        self.done = done
        self.statement = ""
        self._left = nth

    def passed(self, pid: int, name: str) -> bool:
        """Count a statement; whether it is the one."""
        if pid != self.pid or self.name not in name or self._left == 0:
            return False
        self._left -= 1
        return self._left == 0

    def spring(self) -> None:
        """The process is no more."""
        os.kill(self.pid, signal.SIGKILL)


class Wire:
    """Carries the bytes of all connections; `trap` is what to do to one of them."""

    def __init__(self, dsn: str) -> None:
        self.trap: Trap | None = None
        self.talks: list[Talk] = []
        self._dsn = urlsplit(dsn)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, to its end."""
        near: socket.socket = writer.get_extra_info("socket")
        pid = struct.unpack("3i", near.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        try:
            far_reader, far_writer = await self._far()
        except OSError:
            writer.close()
            return
        talk = Talk(self, pid, far_writer, writer)
        self.talks.append(talk)
        try:
            await asyncio.gather(talk.up(reader), talk.down(far_reader))
        except OSError:
            pass  # one side is gone, and so is the talk
        finally:
            writer.close()
            far_writer.close()

    async def _far(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        folder = parse_qs(self._dsn.query).get("host", [None])[0]
        if folder:
            return await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")
        return await asyncio.open_connection(self._dsn.hostname, self._dsn.port or 5432)


class Talk:
    """One connection: the client's messages upwards, the server's bytes downwards."""

    def __init__(self, wire: Wire, pid: int, far: asyncio.StreamWriter, near: asyncio.StreamWriter) -> None:
        self._wire = wire
        self._pid = pid
        self._far = far
        self._near = near
        self._name = ""
        self._statements: dict[bytes, str] = {}
        self._now = ""
        self._last = b""
        self._springing: Trap | None = None

    def interrupt(self) -> None:
        """After its next answer the server says goodbye, as it does when it must end; see `close`."""
        self._last = b"E" + struct.pack("!I", len(GOODBYE) + 4) + GOODBYE

    def close(self) -> None:
        """End it."""
        self._near.close()

    async def up(self, reader: asyncio.StreamReader) -> None:
        """Message by message, so that each statement can be counted before it goes."""
        try:
            await self._begin(reader)
            while True:
                head = await reader.readexactly(5)
                body = await reader.readexactly(struct.unpack("!I", head[1:])[0] - 4)
                self._note(head[:1], body)
                if head[:1] in ENDS and self._sprung():
                    return
                self._far.write(head + body)
                await self._far.drain()
        except asyncio.IncompleteReadError:
            return
        finally:
            self._far.close()

    async def _begin(self, reader: asyncio.StreamReader) -> None:
        head = await reader.readexactly(4)
        body = await reader.readexactly(struct.unpack("!I", head)[0] - 4)
        words = body[4:].split(b"\0")
        if b"application_name" in words:
            self._name = words[words.index(b"application_name") + 1].decode()
        self._far.write(head + body)

    def _note(self, kind: bytes, body: bytes) -> None:
        """Which statement the next Query or Sync ends."""
        if kind == b"P":
            name, text, _ = body.split(b"\0", 2)
            self._statements[name] = self._now = text.decode()
        elif kind == b"B":
            self._now = self._statements.get(body.split(b"\0", 2)[1], "")
        elif kind == b"Q":
            self._now = body.rstrip(b"\0").decode()

    def _sprung(self) -> bool:
        """Count a statement; True if the process was killed and the statement must not go."""
        trap = self._wire.trap
        if trap is None or not trap.passed(self._pid, self._name):
            return False
        trap.statement = f"{self._name}: {' '.join(self._now.split())[:60]}"
        if trap.done:
            self._springing = trap
            return False
        trap.spring()
        return True

    async def down(self, reader: asyncio.StreamReader) -> None:
        """All the server says, but for the answer that nobody is to hear."""
        held = b""
        while data := await reader.read(65536):
            if self._springing is not None:
                held = (held + data)[-6:]
                if held.startswith(READY):
                    self._springing.spring()
                    break
                continue
            self._near.write(data + self._last)
            self._last = b""
            await self._near.drain()
        self._near.close()


@asynccontextmanager
async def wire_to(dsn: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to a database, and the address of its near end."""
    folder = Path(tempfile.mkdtemp(prefix="congvu-wire-"))
    wire, parts = Wire(dsn), urlsplit(dsn)
    server = await asyncio.start_unix_server(wire.connected, folder / ".s.PGSQL.5432")
    user = f"{parts.username}:{parts.password}" if parts.password else parts.username
    try:
        yield wire, f"postgresql://{user}@{parts.path}?host={quote(str(folder), safe='/')}"
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)
