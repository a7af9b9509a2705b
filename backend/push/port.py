"""The port to push providers: what is handed to one, and what it answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal, Protocol

import msgspec

Kind = Literal["webpush", "fcm"]
Form = Literal["subscription", "token", "fid"]
Outcome = Literal["delivered", "gone", "again", "refused", "unfit"]

BATCH = 500
"""Most parcels handed to a provider at once: what FCM takes in one call."""


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a notice shows and opens. `url`: an address of the app ("/viec/…"); `badge`: what the icon counts.

    `actions`: of "accept" (Nhận) and "ack" (Đã rõ), the buttons beside Mở.
    """

    title: str
    body: str = ""
    url: str = "/"
    kind: str = ""
    actions: tuple[str, ...] = ()
    badge: int | None = None


class Target(msgspec.Struct, frozen=True):
    """Where a device is reached. `address`: {endpoint, keys} of a subscription, {value} of a token."""

    id: int
    kind: str
    form: str
    address: dict[str, Any]
    digest: bytes
    key: str | None = None
    language: str = "vi"
    content_hidden: bool = False


class Parcel(msgspec.Struct, frozen=True):
    """One notice for one device. `attempt` counts from 1, `ttl`: seconds that it is worth showing."""

    id: int
    target: Target
    tag: str
    payload: Payload
    ttl: int
    attempt: int = 1
    urgent: bool = False
    subject: str | None = None


class Result(msgspec.Struct, frozen=True):
    """What became of a parcel, with the provider's code for it.

    delivered: the provider has it. gone: the address is dead. again: not now; `after` how many seconds, if it
    said. refused: not taken from us, so something of ours is set up wrongly. unfit: never this parcel.
    """

    outcome: Outcome
    code: str = ""
    after: float | None = None


class Provider(Protocol):
    """A way to devices of one kind."""

    @property
    def kind(self) -> Kind:
        """Whose queue it takes from."""
        ...

    def send(self, batch: Sequence[Parcel]) -> AsyncIterator[tuple[Parcel, Result]]:
        """Hand over up to BATCH parcels; each with its result, in the order in which results come."""
        ...

    async def close(self) -> None:
        """Let go of its connections."""
        ...
