"""The frames of the sync protocol, version 1: JSON text, one object each, told apart by `t`."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from projections.kernel import Problem

VERSION = 1
EVERYTHING = "*"
BELOW = "below:*"
"""In `begin.reset` a name that ends in `*` stands for every scope on the device that begins so."""


class Code(IntEnum):
    """Why the server ends a connection: the code of `bye` and of the WebSocket close frame."""

    MALFORMED = 4400
    TOKEN = 4401
    FORBIDDEN = 4403
    SILENT = 4408
    TOO_LARGE = 4413
    TOO_FAST = 4429
    GOING_AWAY = 4503


class Bad(Exception):
    """A frame that breaks the protocol; the reason names the field."""

    def __init__(self, reason: str, code: Code = Code.MALFORMED) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


Token = Annotated[str, msgspec.Meta(min_length=1, max_length=8192)]
Scope = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
Scopes = Annotated[list[Scope], msgspec.Meta(max_length=64)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class Frame(msgspec.Struct, frozen=True, tag_field="t", rename="camel", gc=False):
    """Base of all frames."""


class Hello(Frame, frozen=True, tag="hello"):
    """First frame of a client. `open`: scopes on screen, filled first; `clock`: the device's own time.

    `reads`: the `stamp` of the newest read positions that the device has; null: all are told.
    """

    v: int
    token: Token
    device: UUID
    schema: int = 1
    cursor: Annotated[str, msgspec.Meta(max_length=65_536)] | None = None
    open: Scopes = []
    clock: Instant | None = None
    language: Literal["vi", "en"] = "vi"
    reads: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class ActingAs(msgspec.Struct, frozen=True, rename="camel"):
    """In which seat a command is given, perhaps on behalf of another post and on what basis."""

    post: UUID | None = None
    behalf_of: UUID | None = None
    basis: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class Command(Frame, frozen=True, kw_only=True, tag="command"):
    """A command. `seq` counts from 1 in each session; `at` is the device's own time when it was given."""

    id: UUID
    seq: Annotated[int, msgspec.Meta(ge=1)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    args: msgspec.Raw
    at: Instant | None = None
    acting: ActingAs = msgspec.field(name="as", default=ActingAs())


class Open(Frame, frozen=True, tag="open"):
    """Scopes that came on screen."""

    scopes: Scopes


class Close(Frame, frozen=True, tag="close"):
    """Scopes that left the screen; the device purges those of `below:` itself."""

    scopes: Scopes


class Signal(Frame, frozen=True, tag="ephemeral"):
    """Somebody types: to the others who hold the scope (`channel:` or `unit:`) and have it on screen.

    Once in 3 seconds for each scope; more is passed over. `data`: up to 2,048 bytes of JSON. May be lost.
    """

    scope: Scope
    kind: Literal["typing"]
    data: msgspec.Raw


class Auth(Frame, frozen=True, tag="auth"):
    """A newer token for the same official."""

    token: Token


class Ping(Frame, frozen=True, tag="ping"):
    """A sign of life; browsers cannot send the protocol's own."""


ReadUpTo = tuple[UUID, Annotated[int, msgspec.Meta(ge=0, le=2**53)]]
"""A conversation's id and the number of the newest message read, or a notice's and its `order`."""


class Read(Frame, frozen=True, tag="read"):
    """Read so far, in up to 64 conversations and notices; a number never goes down.

    Kept within seconds, of what there is; a smaller number than one given before does nothing. No answer.
    """

    reads: Annotated[list[ReadUpTo], msgspec.Meta(max_length=64)]


class Sight(Frame, frozen=True, tag="sight"):
    """Whether the app is in the foreground, and which things (ids) it shows: no pushes come of those.

    Holds until the next one, or the end of the session. Without any the device counts as not looking.
    """

    looking: bool
    subjects: Annotated[list[UUID], msgspec.Meta(max_length=8)] = []


class Watch(Frame, frozen=True, tag="watch"):
    """The people on screen, whose presence is told from now on; instead of those before.

    Anybody may watch anybody. Of more lists than one a second only the last counts.
    """

    people: Annotated[list[UUID], msgspec.Meta(max_length=200)]


FromClient = Hello | Command | Open | Close | Signal | Auth | Ping | Read | Sight | Watch


class FrameLimits(msgspec.Struct, frozen=True):
    """What `welcome` tells: bytes a frame, commands without an answer, rows kept of a `below:` scope, and
    messages kept of a channel, those with the highest `order`.
    """

    frame: int
    commands: int
    window: int
    messages: int


class Welcome(Frame, frozen=True, kw_only=True, tag="welcome"):
    """Signed in. `head`: newest position; `clock`: the server's time; `heartbeat`: seconds between pings."""

    v: int = VERSION
    session: UUID
    head: int
    clock: datetime
    limits: FrameLimits
    heartbeat: int


class Begin(Frame, frozen=True, tag="begin"):
    """A page true at position `to`: wipe `reset`, purge `dropped`, expect rows of `added`."""

    to: int
    reset: list[str] = []
    added: list[str] = []
    dropped: list[str] = []


class End(Frame, frozen=True, tag="end", omit_defaults=True):
    """Apply the whole page at once, then keep the cursor for `hello`. `more`: scopes are still filling."""

    cursor: str
    more: bool = False


class Result(Frame, frozen=True, tag="result", omit_defaults=True):
    """The answer to a command: its position (none: nothing to do), its problem, or send it again."""

    id: UUID
    seq: int
    position: int | None = None
    problem: Problem | None = None
    retry: bool = False


class Told(Frame, frozen=True, kw_only=True, tag="ephemeral"):
    """An official types, as the others receive it; holds for 6 seconds."""

    scope: str
    sender: UUID = msgspec.field(name="from")
    kind: str
    data: msgspec.Raw


class Reads(Frame, frozen=True, tag="reads", omit_defaults=True):
    """Read positions: after `welcome` those newer than the device's stamp, then those of other devices.

    The greater number counts. `stamp`, where there is one, is for the next `hello`, once all before it is
    kept. What the device itself has read may be among them.
    """

    reads: list[ReadUpTo]
    stamp: str | None = None


State = Literal["online", "idle", "offline"]


class Presence(Frame, frozen=True, tag="presence"):
    """Of watched people: online (some device is looking), idle (none is), or offline, and since when.

    After `watch` all of them, then what changes, gathered for a second. The moment is null unless a person is
    offline, and where it is not known.
    """

    people: list[tuple[UUID, State, datetime | None]]


class Pong(Frame, frozen=True, tag="pong"):
    """Answer to a ping: the newest position the gateway has seen."""

    head: int


class Lag(Frame, frozen=True, tag="lag"):
    """The device reads too slowly: live frames stop, catching up follows."""


class Bye(Frame, frozen=True, tag="bye", omit_defaults=True):
    """The last frame before the close; come back after `retry_after` seconds, if it says so.

    `code` (see Code) is what a client goes by; it tells its user in its own words: sign in again, connecting.
    `reason` is for whoever writes the client, in English, and may change.
    """

    code: int
    reason: str
    retry_after: float | None = None


FromServer = Welcome | Begin | End | Result | Told | Reads | Presence | Pong | Lag | Bye

_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(FromClient)
_encoder = msgspec.json.Encoder()


def decode(text: str | bytes) -> FromClient:
    """The client's frame; raises Bad with the field at fault."""
    if isinstance(text, bytes):
        raise Bad("binary frames are for documents; send JSON text")
    try:
        frame: FromClient = _decoder.decode(text)
    except msgspec.ValidationError as error:
        raise Bad(str(error)) from None
    except msgspec.DecodeError as error:
        raise Bad(f"not JSON: {error}") from None
    return frame


def encode(frame: FromServer) -> bytes:
    """The server's frame as JSON text."""
    return _encoder.encode(frame)


def row(collection: str, id: UUID, position: int, scopes: list[str], fields: bytes | None) -> bytes:
    """One row of a `rows` frame; fields are JSON already, None says that it is gone from those scopes."""
    return b'["%b","%b",%d,%b,%b]' % (
        collection.encode(),
        str(id).encode(),
        position,
        _encoder.encode(scopes),
        b"null" if fields is None else fields,
    )


def rows(pieces: list[bytes]) -> bytes:
    """A `rows` frame of ready rows."""
    return b'{"t":"rows","rows":[%b]}' % b",".join(pieces)
