"""One connection: carries out what its session decides, and brings its feed up to the hub."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol
from uuid import UUID

import structlog

from projections import faults
from projections.kernel import Outcome, Problem, Request, Temporary
from realtime import protocol, wire
from realtime.device import Device
from realtime.feed import Feed
from realtime.hub import Member, Transport, write
from realtime.office import Office
from realtime.principal import Refused
from realtime.protocol import Code
from realtime.scopes import below_unit
from realtime.session import Action, Forward, Look, Note, Pong, Quit, Run, Send, Session, Start, Verify

log = structlog.get_logger("gateway")

AWAY = "the database is away"
FAILED = Problem(
    type="about:blank",
    title="Internal error",
    status=500,
    detail="The command failed.",
    code="command.failed",
)


class Socket(Protocol):
    """What a connection needs of a WebSocket."""

    @property
    def transport(self) -> Transport:
        """Where ready bytes are written."""

    async def drain(self) -> None:
        """Returns once little is waiting to be sent."""

    async def close(self, code: int, reason: str) -> None:
        """The closing handshake."""

    def abort(self) -> None:
        """Closes without one."""


class Connection:
    """Between one socket and the office. `receive` and `tick` are called by the gateway, one at a time."""

    __slots__ = (
        "_again",
        "_catching",
        "_gone",
        "_office",
        "_socket",
        "_tasks",
        "device",
        "member",
        "session",
    )

    def __init__(self, office: Office, socket: Socket, id: UUID) -> None:
        self._office = office
        self._socket = socket
        self._tasks: set[asyncio.Task[None]] = set()
        self._catching = False
        self._again = False
        self._gone = False
        self.session = Session(id, office.limits, office.clock())
        self.member: Member | None = None
        self.device: Device | None = None

    async def receive(self, text: str | bytes) -> None:
        """One message as it came."""
        await self._do(self.session.receive(text, self._office.clock()))

    async def tick(self) -> None:
        """To be called about once a second."""
        await self._do(self.session.tick(self._office.clock()))

    async def quit(self, code: Code, reason: str, retry_after: float | None = None) -> None:
        """Ends it from our side."""
        await self._do(self.session.quit(code, reason, retry_after))

    async def settled(self) -> None:
        """Returns once no command of this connection is running and nothing is being read for it."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def gone(self) -> None:
        """The socket is closed; commands that are running go on and keep their result."""
        self._gone = True
        if self.member is not None:
            self._office.hub.leave(self.member)
        if self.device is not None:
            self._office.company.leave(self.device, self._office.clock())

    async def _do(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Send(frame=frame):
                    self._write(wire.frame(protocol.encode(frame)))
                case Verify(token=token):
                    await self._verify(token)
                case Start():
                    self._start(action)
                case Note(frame=frame):
                    self._note(frame)
                case Run(request=request):
                    self._task(self._run(request))
                case Look():
                    self._look(action)
                case Forward(frame=frame):
                    if self.member is not None:
                        self._office.signal(frame, self.member)
                case Pong():
                    self._write(wire.frame(protocol.encode(protocol.Pong(self._office.hub.position))))
                case Quit(bye=bye):
                    self._quit(bye)

    def _write(self, data: bytes) -> None:
        if not self._socket.transport.is_closing():
            write([self._socket.transport], data)

    async def _verify(self, token: str) -> None:
        office = self._office
        try:
            principal = office.verify(token)
            if await office.revoked([principal.session]):
                raise Refused("the session was ended; sign in again")
        except Refused as refused:
            await self._do(self.session.refused(refused.reason, refused.forbidden))
            return
        except office.away:
            await self.quit(Code.GOING_AWAY, AWAY, office.retry_after())
            return
        await self._do(self.session.verified(principal, office.hub.position, office.clock()))

    def _start(self, start: Start) -> None:
        assert self.session.principal is not None
        official = self.session.principal.official
        self.device = Device(start.device, official, self._tell)
        self._office.company.join(self.device)
        self._task(self._tell_reads(official, start.reads))
        feed = Feed(official, start.cursor, self._office.limits)
        feed.on_screen = self.session.on_screen
        self.member = Member(feed, self._socket.transport, self.catch_up)
        self.catch_up()

    def _tell(self, frame: protocol.FromServer) -> bool:
        """Hands over what can wait; False: too much is waiting to be sent already."""
        if self._socket.transport.get_write_buffer_size() > self._office.limits.buffer // 2:
            return False
        self._write(wire.frame(protocol.encode(frame)))
        return True

    async def _tell_reads(self, official: UUID, stamp: str | None) -> None:
        """How far the person has read elsewhere since; while the database is away, with the next session."""
        try:
            for frame in await self._office.read_positions(official, stamp):
                self._write(wire.frame(protocol.encode(frame)))
        except self._office.away as error:
            log.warning("read positions could not be read", error=type(error).__name__)

    def _note(self, frame: protocol.Read | protocol.Sight | protocol.Watch) -> None:
        if self.device is None:
            return
        company = self._office.company
        match frame:
            case protocol.Read():
                company.read(self.device, frame.reads)
            case protocol.Sight():
                company.see(self.device, frame.looking, frame.subjects)
            case protocol.Watch():
                company.presence.watch(self.device, frame.people, self._office.clock())

    def _look(self, look: Look) -> None:
        assert self.member is not None
        self.member.feed.on_screen = self.session.on_screen
        if any(below_unit(scope) for scope in look.opened + look.closed):
            self._office.hub.leave(self.member)
            self.catch_up()

    def catch_up(self) -> None:
        """Reads from the rows until the device follows the hub."""
        self._again = True
        if not self._catching:
            self._catching = True
            self._task(self._catch_up())

    async def _catch_up(self) -> None:
        member = self.member
        assert member is not None
        office = self._office
        try:
            while await self._drained():
                self._again = False
                async with office.snapshot() as snapshot:
                    frames = await member.feed.round(snapshot)
                if self._gone:
                    return
                self._write(b"".join(frames))
                if member.feed.filled and not self._again:
                    missed = office.hub.join(member)
                    if missed is not None:
                        self._write(b"".join(missed))
                        return
        except office.away as error:
            log.warning("rows could not be read", error=type(error).__name__)
            await self.quit(Code.GOING_AWAY, AWAY, office.retry_after())
        except Exception:
            log.exception("catching up failed", session=str(self.session.id))
            await self.quit(Code.GOING_AWAY, "catching up failed", office.retry_after())
        finally:
            self._catching = False

    async def _drained(self) -> bool:
        """Waits until the device has taken what was written; False if it is gone, or never will."""
        try:
            async with asyncio.timeout(self._office.limits.stuck):
                await self._socket.drain()
        except TimeoutError:
            log.info("connection stuck", session=str(self.session.id))
            self._socket.abort()
        return not (self._gone or self._socket.transport.is_closing())

    async def _run(self, request: Request) -> None:
        outcome = await self._outcome(request)
        faults.point("gateway.answering")
        await self._do(self.session.answered(outcome))
        if outcome is not None and outcome.position is not None and self.member is not None:
            await self._office.quiet()
            for data in self._office.hub.expect(self.member, outcome.position):
                self._write(data)

    async def _outcome(self, request: Request) -> Outcome | None:
        try:
            return await self._office.commands.run(request)
        except Temporary:
            return None
        except self._office.away as error:
            log.warning("command postponed", command=str(request.id), error=type(error).__name__)
            return None
        except Exception:
            log.exception("command failed", command=str(request.id), name=request.name)
            return Outcome(problem=FAILED)

    def _quit(self, bye: protocol.Bye) -> None:
        self._office.metrics.goodbyes.labels(bye.code).inc()
        self._write(wire.frame(protocol.encode(bye)))
        self._task(self._socket.close(bye.code, short(bye.reason)))

    def _task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def short(reason: str) -> str:
    """What fits into a close frame: 123 bytes (RFC 6455, section 5.5)."""
    return reason.encode()[:123].decode(errors="ignore")
