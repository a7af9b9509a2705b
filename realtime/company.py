"""What devices learn of people beside the rows: how far one has read elsewhere, and who is there. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from uuid import UUID

from realtime import protocol
from realtime.protocol import ReadUpTo, State

REMEMBERED = 10_000
"""People of whom it is known when they left."""


class Device:
    """One connected device. `tell` hands it a frame; what it watches was last told as `told`."""

    __slots__ = ("id", "looking", "official", "subjects", "tell", "told")

    def __init__(self, id: UUID, official: UUID, tell: Callable[[protocol.FromServer], None]) -> None:
        self.id = id
        self.official = official
        self.tell = tell
        self.looking = False
        self.subjects: tuple[UUID, ...] = ()
        self.told: dict[UUID, State] = {}


class Company:
    """All devices of a gateway. Who is watched by nobody costs nothing."""

    def __init__(self) -> None:
        self._devices: dict[UUID, set[Device]] = {}
        self._watchers: dict[UUID, set[Device]] = {}
        self._left: dict[UUID, datetime] = {}
        self._moved: set[UUID] = set()
        self._numbers: dict[tuple[UUID, UUID], int] = {}
        self._sights: dict[UUID, Device] = {}
        self._gone: set[UUID] = set()

    def join(self, device: Device) -> None:
        """A device is here."""
        self._devices.setdefault(device.official, set()).add(device)
        self._moved.add(device.official)

    def leave(self, device: Device, now: float) -> None:
        """It is gone."""
        self.watch(device, ())
        devices = self._devices.get(device.official, set())
        devices.discard(device)
        if not devices:
            self._devices.pop(device.official, None)
            self._left.pop(device.official, None)
            self._left[device.official] = datetime.fromtimestamp(now, UTC)
            if len(self._left) > REMEMBERED:
                self._left.pop(next(iter(self._left)))
        self._moved.add(device.official)
        if self._sights.pop(device.id, None) is not None or device.looking:
            self._gone.add(device.id)

    def read(self, device: Device, reads: Iterable[ReadUpTo]) -> None:
        """Somebody has read so far: told to their other devices at once, and kept until `take`."""
        found = list(reads)
        for thing, number in found:
            key = (device.official, thing)
            self._numbers[key] = max(number, self._numbers.get(key, 0))
        self.told_elsewhere(device.official, found, device)

    def told_elsewhere(self, official: UUID, reads: list[ReadUpTo], by: Device | None = None) -> None:
        """Tell the devices of a person, but the one that said it."""
        for other in self._devices.get(official, ()):
            if other is not by:
                other.tell(protocol.Reads(reads))

    def see(self, device: Device, looking: bool, subjects: Iterable[UUID]) -> None:
        """What a device shows now."""
        device.looking, device.subjects = looking, tuple(subjects)
        self._sights[device.id] = device
        self._moved.add(device.official)

    def looking(self) -> list[Device]:
        """Devices in the foreground, whose sight is to be renewed."""
        return [device for devices in self._devices.values() for device in devices if device.looking]

    def watch(self, device: Device, people: Iterable[UUID]) -> None:
        """Tell a device of these people from now on; the present state of all of them at once."""
        for person in device.told:
            watchers = self._watchers.get(person, set())
            watchers.discard(device)
            if not watchers:
                self._watchers.pop(person, None)
        device.told = {person: self.state(person) for person in people}
        for person in device.told:
            self._watchers.setdefault(person, set()).add(device)
        if device.told:
            device.tell(protocol.Presence([self._said(person) for person in device.told]))

    def state(self, person: UUID) -> State:
        """Whether somebody is there."""
        devices = self._devices.get(person)
        if not devices:
            return "offline"
        return "online" if any(device.looking for device in devices) else "idle"

    def tick(self) -> None:
        """About once a second: tell who watches of what has changed since."""
        news: dict[Device, list[UUID]] = {}
        for person in self._moved:
            state = self.state(person)
            for device in self._watchers.get(person, ()):
                if device.told.get(person) != state:
                    device.told[person] = state
                    news.setdefault(device, []).append(person)
        self._moved.clear()
        for device, people in news.items():
            device.tell(protocol.Presence([self._said(person) for person in people]))

    def _said(self, person: UUID) -> tuple[UUID, State, datetime | None]:
        state = self.state(person)
        return person, state, self._left.get(person) if state == "offline" else None

    def take(self) -> tuple[dict[tuple[UUID, UUID], int], list[Device], set[UUID]]:
        """What is to be kept: numbers by person and thing, sights that changed, devices that are gone."""
        taken = self._numbers, list(self._sights.values()), self._gone
        self._numbers, self._sights, self._gone = {}, {}, set()
        return taken

    def give_back(self, numbers: dict[tuple[UUID, UUID], int]) -> None:
        """What could not be kept is tried again."""
        for key, number in numbers.items():
            self._numbers[key] = max(number, self._numbers.get(key, 0))
