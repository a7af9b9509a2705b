"""What devices look at, until it is written down for those who send pushes. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from uuid import UUID

from realtime.device import Device

RENEWED = 20.0
"""Seconds after which it is written again that a device still looks; it is believed for a minute."""
BATCH = 5_000


class Sights:
    """Devices whose sight is to be written, renewed or removed; one that never looked costs nothing.

    A device that comes back before its old connection is gone is two of the same id: the newer counts.
    """

    def __init__(self) -> None:
        self._changed: dict[UUID, Device] = {}
        self._looking: dict[UUID, tuple[Device, float]] = {}
        self._gone: dict[UUID, datetime] = {}

    def changed(self, device: Device) -> None:
        """It looks at something else, or no longer."""
        self._changed[device.id] = device

    def left(self, device: Device) -> None:
        """Its connection is gone."""
        if self._changed.get(device.id) is device:
            del self._changed[device.id]
        if self._looking.get(device.id, (None, 0.0))[0] is device:
            del self._looking[device.id]
        if device.written is not None:
            self._gone[device.id] = device.written

    def take(self, now: float) -> list[Device]:
        """Devices to be written now (seconds of any clock): those that changed, those to be renewed."""
        taken = dict(islice(self._changed.items(), BATCH))
        for id in taken:
            del self._changed[id]
            self._looking.pop(id, None)
        for id, (device, at) in list(islice(self._looking.items(), BATCH)):
            if now - at < RENEWED:
                break
            del self._looking[id]
            taken[id] = device
        for id, device in taken.items():
            if device.looking:
                self._looking[id] = device, now
        return [taken[id] for id in sorted(taken) if taken[id].looking or taken[id].written]

    def written(self, devices: Iterable[Device], at: datetime) -> None:
        """They are written down, as of the database's clock."""
        for device in devices:
            device.written = at
            if not device.here:
                self._gone[device.id] = at

    def failed(self, devices: Iterable[Device]) -> None:
        """They are not: next time."""
        for device in devices:
            if device.here:
                self._changed.setdefault(device.id, device)

    def take_gone(self) -> dict[UUID, datetime]:
        """Devices to be forgotten, unless they were written after that moment."""
        gone, self._gone = self._gone, {}
        return gone

    def not_gone(self, gone: dict[UUID, datetime]) -> None:
        """They could not be forgotten: next time."""
        self._gone = gone | self._gone
