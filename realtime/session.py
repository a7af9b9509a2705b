"""One connection as a state machine: takes frames, answers and the time, gives what to do next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from domain.kernel import Actor
from projections.kernel import Outcome, Request
from realtime import protocol
from realtime.limits import Bucket, Limits
from realtime.principal import Principal
from realtime.protocol import Bad, Code
from realtime.queue import CommandQueue

SCREEN = 64
"""Scopes on screen at once."""


class Send(msgspec.Struct, frozen=True):
    """Write this frame."""

    frame: protocol.FromServer


class Verify(msgspec.Struct, frozen=True):
    """Have the token read, then call `verified` or `refused`."""

    token: str


class Start(msgspec.Struct, frozen=True):
    """Signed in: begin to catch up from this cursor, with read positions newer than the stamp `reads`."""

    cursor: str | None
    device: UUID
    reads: str | None = None


class Run(msgspec.Struct, frozen=True):
    """Run this command, then call `answered`."""

    request: Request


class Look(msgspec.Struct, frozen=True):
    """Other scopes are on screen now."""

    opened: tuple[str, ...]
    closed: tuple[str, ...]


class Forward(msgspec.Struct, frozen=True):
    """Pass this to the others who have the scope on screen, if the sender holds it."""

    frame: protocol.Told


class Pong(msgspec.Struct, frozen=True):
    """Answer a ping with the newest position."""


class Note(msgspec.Struct, frozen=True):
    """Something for the company: read positions, what is in sight, whom to watch."""

    frame: protocol.Read | protocol.Sight | protocol.Watch


class Quit(msgspec.Struct, frozen=True):
    """Send `bye`, then close."""

    bye: protocol.Bye


Action = Send | Verify | Start | Run | Look | Forward | Note | Pong | Quit


class Session:
    """From the first byte to the close. All times are in seconds since 1970.

    Every method returns actions, to be carried out in their order before the next call.
    """

    __slots__ = (
        "_bucket",
        "_commands",
        "_hello",
        "_limits",
        "_offset",
        "_quit",
        "_signals",
        "_since",
        "id",
        "on_screen",
        "principal",
    )

    def __init__(self, id: UUID, limits: Limits, now: float) -> None:
        self.id = id
        self.principal: Principal | None = None
        self.on_screen: list[str] = []
        self._limits = limits
        self._bucket = Bucket(limits.frames_per_second, limits.burst, now)
        self._commands = CommandQueue(limits.commands)
        self._hello: protocol.Hello | None = None
        self._offset = timedelta()
        self._signals: dict[tuple[str, str], float] = {}
        self._since = now
        self._quit = False

    def receive(self, text: str | bytes, now: float) -> list[Action]:
        """Takes one message as it came."""
        if self._quit:
            return []
        self._since = now
        try:
            if not self._bucket.take(now):
                raise Bad(f"more than {self._limits.frames_per_second:g} frames a second", Code.TOO_FAST)
            if len(text) > self._limits.frame:
                raise Bad(f"a frame may have {self._limits.frame} bytes", Code.TOO_LARGE)
            return self._dispatch(protocol.decode(text), now)
        except Bad as bad:
            return self.quit(bad.code, bad.reason)

    def _dispatch(  # noqa: PLR0911 - one frame each
        self, frame: protocol.FromClient, now: float
    ) -> list[Action]:
        if isinstance(frame, protocol.Hello):
            return self._greet(frame, now)
        if self.principal is None:
            raise Bad("the first frame must be hello")
        match frame:
            case protocol.Command():
                return self._command(frame)
            case protocol.Open() | protocol.Close():
                return self._look(frame)
            case protocol.Signal():
                return self._signal(frame, now)
            case protocol.Read() | protocol.Sight() | protocol.Watch():
                return [Note(frame)]
            case protocol.Auth(token=token):
                return [Verify(token)]
            case protocol.Ping():
                return [Pong()]

    def _greet(self, hello: protocol.Hello, now: float) -> list[Action]:
        if self._hello is not None:
            raise Bad("hello comes once; renew a token with auth")
        if hello.v != protocol.VERSION:
            raise Bad(f"this server speaks version {protocol.VERSION} - at `$.v`")
        self._hello = hello
        if hello.clock is not None:
            self._offset = _moment(now) - hello.clock
        self.on_screen = list(dict.fromkeys(hello.open))
        return [Verify(hello.token)]

    def verified(self, principal: Principal, head: int, now: float) -> list[Action]:
        """After Verify: the token is this official's. `head` is the newest position seen."""
        if principal.expires <= now:
            return self.quit(Code.TOKEN, "the token has expired")
        if self.principal is not None:
            if principal.official != self.principal.official:
                return self.quit(Code.FORBIDDEN, "the token is another official's")
            self.principal = principal
            return []
        assert self._hello is not None
        self.principal = principal
        limits = protocol.FrameLimits(
            self._limits.frame, self._limits.commands, self._limits.window, self._limits.messages
        )
        welcome = protocol.Welcome(
            session=self.id, head=head, clock=_moment(now), limits=limits, heartbeat=self._limits.heartbeat
        )
        return [Send(welcome), Start(self._hello.cursor, self._hello.device, self._hello.reads)]

    def refused(self, reason: str, forbidden: bool) -> list[Action]:
        """After Verify: the token is not accepted."""
        return self.quit(Code.FORBIDDEN if forbidden else Code.TOKEN, reason)

    def _command(self, command: protocol.Command) -> list[Action]:
        run, answer = self._commands.add(command)
        if answer is not None:
            return [Send(answer)]
        return [Run(self._request(run))] if run else []

    def answered(self, outcome: Outcome | None) -> list[Action]:
        """After Run: the command's outcome, or None if it was neither done nor refused."""
        answers, following = self._commands.done(outcome)
        actions: list[Action] = [Send(answer) for answer in answers]
        if following and not self._quit:
            actions.append(Run(self._request(following)))
        return actions

    def _request(self, command: protocol.Command) -> Request:
        assert self._hello is not None
        assert self.principal is not None
        acting = command.acting
        return Request(
            id=command.id,
            name=command.name,
            args=command.args,
            actor=Actor(self.principal.official, acting.post, acting.behalf_of, acting.basis),
            device=self._hello.device,
            device_at=self._given_at(command),
            language=self._hello.language,
        )

    def _given_at(self, command: protocol.Command) -> datetime | None:
        """When the person gave it, by the server's clock; unknown where the device's is beyond reckoning."""
        try:
            return command.at + self._offset if command.at else None
        except OverflowError:
            return None

    def _look(self, frame: protocol.Open | protocol.Close) -> list[Action]:
        opening = isinstance(frame, protocol.Open)
        moved = [scope for scope in dict.fromkeys(frame.scopes) if (scope in self.on_screen) != opening]
        if not moved:
            return []
        if not opening:
            self.on_screen = [scope for scope in self.on_screen if scope not in moved]
            return [Look((), tuple(moved))]
        self.on_screen = self.on_screen + moved
        if len(self.on_screen) > SCREEN:
            raise Bad(f"more than {SCREEN} scopes on screen - at `$.scopes`")
        return [Look(tuple(moved), ())]

    def _signal(self, signal: protocol.Signal, now: float) -> list[Action]:
        assert self.principal is not None
        if len(bytes(signal.data)) > self._limits.ephemeral_size:
            raise Bad(f"more than {self._limits.ephemeral_size} bytes - at `$.data`")
        key = (signal.scope, signal.kind)
        if now - self._signals.get(key, 0.0) < self._limits.ephemeral:
            return []
        self._signals = {k: at for k, at in self._signals.items() if now - at < self._limits.ephemeral}
        self._signals[key] = now
        told = protocol.Told(
            scope=signal.scope, sender=self.principal.official, kind=signal.kind, data=signal.data
        )
        return [Forward(told)]

    def tick(self, now: float) -> list[Action]:
        """To be called about once a second: closes what was silent too long or whose token ended."""
        if self._quit:
            return []
        if self.principal is None and now - self._since > self._limits.greeting:
            return self.quit(Code.SILENT, "no hello came")
        if now - self._since > self._limits.silence:
            return self.quit(Code.SILENT, f"nothing was heard for {self._limits.silence:g} s; send ping")
        if self.principal is not None and self.principal.expires <= now:
            return self.quit(Code.TOKEN, "the token has expired")
        return []

    def quit(self, code: Code, reason: str, retry_after: float | None = None) -> list[Action]:
        """Ends the session; later frames are not heard."""
        if self._quit:
            return []
        self._quit = True
        return [Quit(protocol.Bye(int(code), reason, retry_after))]


def _moment(now: float) -> datetime:
    return datetime.fromtimestamp(now, UTC)
