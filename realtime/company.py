"""What devices learn of people beside the rows: how far one has read elsewhere, and who is there. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from realtime import protocol
from realtime.device import Device
from realtime.exchange import AnyNote, Fresh, Kept, chunks
from realtime.presence import Presence
from realtime.protocol import ReadUpTo, State
from realtime.reads import Position, Reads
from realtime.sights import Sights

FRAME = 5_000
"""Read positions in one frame."""


class Company:
    """All devices of a gateway, by person.

    `tell`: to the other gateways; `silence`: see Presence. `missed`: read positions kept by others lately
    may not have been heard of.
    """

    def __init__(self, tell: Callable[[AnyNote], None], silence: float) -> None:
        self._devices: dict[UUID, set[Device]] = {}
        self._behind: set[Device] = set()
        self._tell = tell
        self.missed = False
        self.reads = Reads()
        self.sights = Sights()
        self.presence = Presence(self._state, tell, silence)

    def people(self) -> list[UUID]:
        """Those who are here."""
        return list(self._devices)

    def join(self, device: Device) -> None:
        """A device is here."""
        self._devices.setdefault(device.official, set()).add(device)
        self.presence.moved(device.official)

    def leave(self, device: Device, now: float) -> None:
        """It is gone."""
        device.here = False
        self.presence.unwatch(device)
        self.sights.left(device)
        self._behind.discard(device)
        devices = self._devices[device.official]
        devices.discard(device)
        if devices:
            self.presence.moved(device.official)
        else:
            del self._devices[device.official]
            self.presence.left(device.official, now)

    def see(self, device: Device, looking: bool, subjects: Iterable[UUID]) -> None:
        """What a device shows now."""
        device.looking, device.subjects = looking, tuple(subjects)
        self.sights.changed(device)
        self.presence.moved(device.official)

    def read(self, device: Device, reads: Iterable[ReadUpTo]) -> None:
        """Somebody has read so far: told to their other devices here at once, elsewhere once it is kept."""
        news = self.reads.add(device.official, reads)
        if news:
            self._tell_person(device.official, news, by=device)

    def kept(self, positions: Iterable[Position]) -> None:
        """These were written down, and are news."""
        if not self.presence.alone:
            for some in chunks(list(positions)):
                self._tell(Kept(some))

    def kept_elsewhere(self, positions: Iterable[Position]) -> None:
        """Other gateways have written these down."""
        by_person: dict[UUID, list[ReadUpTo]] = {}
        for official, thing, number in positions:
            by_person.setdefault(official, []).append((thing, number))
        for official, reads in by_person.items():
            self._tell_person(official, reads)

    def _tell_person(self, official: UUID, reads: Sequence[ReadUpTo], by: Device | None = None) -> None:
        for device in self._devices.get(official, ()):
            if device is by:
                continue
            if device in self._behind or not device.tell(protocol.Reads(list(reads))):
                self._behind.add(device)
                device.keep(reads)

    def tick(self, now: float) -> None:
        """About once a second: tells what was gathered, and those who had no room."""
        self.presence.tick(now)
        for device in list(self._behind):
            if device.tell(protocol.Reads(list(device.untold.items()))):
                device.untold = {}
                self._behind.discard(device)

    def begin(self) -> None:
        """The other gateways are heard from now on."""
        self.missed = True
        self.presence.begin()

    def hear(self, gateway: UUID, note: AnyNote, now: float) -> None:
        """A note of another gateway."""
        if isinstance(note, Kept):
            self.kept_elsewhere(note.reads)
        self.missed = self.missed or isinstance(note, Fresh)
        self.presence.hear(gateway, note, now)

    def _state(self, person: UUID) -> State:
        """Whether somebody is at this gateway."""
        devices = self._devices.get(person)
        if not devices:
            return "offline"
        return "online" if any(device.looking for device in devices) else "idle"


def frames(reads: Sequence[ReadUpTo], stamp: str | None) -> Iterable[protocol.Reads]:
    """Read positions for a device that has just come; the stamp comes with the last of them."""
    whole = list(chunks(reads, FRAME))
    for number, some in enumerate(whole, 1):
        yield protocol.Reads(some, stamp if number == len(whole) else None)
