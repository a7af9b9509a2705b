"""Devices and gateways of a company without network: what is told is kept, notes travel when asked to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from realtime import protocol
from realtime.company import Company
from realtime.device import Device
from realtime.exchange import AnyNote, pack, unpack
from tests.realtime.world import uid

SILENCE = 15.0


class Phone:
    """A device that keeps what it is told, while it has room."""

    def __init__(self, company: Company, name: str, person: str) -> None:
        self.frames: list[Any] = []
        self.room = True
        self.device = Device(uid(name), uid(person), self._tell)
        self.company = company
        company.join(self.device)

    def _tell(self, frame: protocol.FromServer) -> bool:
        if self.room:
            self.frames.append(frame)
        return self.room

    def told(self) -> list[Any]:
        """The frames since the last call."""
        frames, self.frames[:] = list(self.frames), []
        return frames

    def states(self) -> list[tuple[UUID, str]]:
        """The presence told since the last call."""
        return [(person, state) for frame in self.told() for person, state, _ in frame.people]

    def watch(self, *people: str, at: float = 0.0) -> None:
        self.company.presence.watch(self.device, [uid(person) for person in people], at)

    def look(self, looking: bool = True, subjects: Iterable[UUID] = ()) -> None:
        self.company.see(self.device, looking, subjects)


class Gate:
    """A gateway's company; its notes wait in `notes`."""

    def __init__(self, name: str) -> None:
        self.id = uid(name)
        self.notes: list[AnyNote] = []
        self.company = Company(self.notes.append, SILENCE)
        self.company.begin()

    def phone(self, name: str, person: str) -> Phone:
        return Phone(self.company, name, person)


class Town:
    """Gateways that hear each other. `now` is the clock of all."""

    def __init__(self, *names: str) -> None:
        self.now = 1_000.0
        self.gates = [Gate(name) for name in names]
        for _ in names:
            self.tick()

    def carry(self) -> None:
        """All notes arrive, also those that answer notes."""
        while any(gate.notes for gate in self.gates):
            for gate in self.gates:
                notes, gate.notes[:] = list(gate.notes), []
                for payload in pack(gate.id, 0, notes):
                    sender, heard = unpack(payload.decode())
                    for other in self.gates:
                        for note in heard if other is not gate else ():
                            other.company.hear(sender, note, self.now)

    def tick(self, seconds: float = 1.0) -> None:
        """Time passes."""
        self.carry()
        self.now += seconds
        for gate in self.gates:
            gate.company.tick(self.now)
        self.carry()

    def kill(self, gate: Gate) -> None:
        """The gateway is gone without a word."""
        self.gates.remove(gate)
