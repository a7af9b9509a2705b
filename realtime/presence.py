"""Who is there, as far as somebody on screen, or another gateway, asks for it. No I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from realtime import protocol
from realtime.device import Device
from realtime.exchange import Alive, AnyNote, Fresh, Gone, There, Unwanted, Wanted, chunks
from realtime.protocol import State

REMEMBERED = 10_000
"""People of whom it is known when they left."""
AGAIN = 1.0
"""Seconds after which a device may watch others; before that its newest list waits for the next tick."""
ANSWER = 0.5
"""Seconds for other gateways to say who is with them, before a device is told of people new to this one."""
RANK: dict[State, int] = {"online": 0, "idle": 1, "offline": 2}

MOST = 5_000
"""About so many times a second a device is told of a person; what is more comes a second later."""

Seen = tuple[State, datetime | None]
Said = tuple[UUID, State, datetime | None]


class Peer:
    """Another gateway: when it spoke last, for whom it asks, and where those asked for are."""

    __slots__ = ("at", "seen", "wants")

    def __init__(self, at: float) -> None:
        self.at = at
        self.wants: set[UUID] = set()
        self.seen: dict[UUID, Seen] = {}


class Presence:
    """Tells devices of the people that they watch. Whoever nobody asks for costs nothing.

    `here`: whether somebody is at this gateway; `tell`: to the other gateways; `silence`: seconds after which
    one of them that says nothing is gone. All times are in seconds since 1970; the clock may be set back.
    """

    def __init__(
        self, here: Callable[[UUID], State], tell: Callable[[AnyNote], None], silence: float
    ) -> None:
        self._here = here
        self._tell = tell
        self._silence = silence
        self._spoke = float("-inf")
        self._introduce = False
        self._watchers: dict[UUID, set[Device]] = {}
        self._peers: dict[UUID, Peer] = {}
        self._left: dict[UUID, datetime] = {}
        self._moved: set[UUID] = set()
        self._moved_here: set[UUID] = set()
        self._asked: dict[UUID, float] = {}
        self._later: dict[Device, Sequence[UUID]] = {}

    @property
    def alone(self) -> bool:
        """Whether no other gateway is known."""
        return not self._peers

    def moved(self, person: UUID) -> None:
        """Somebody of this gateway came, looked up or looked away."""
        if person in self._watchers:
            self._moved.add(person)
        if any(person in peer.wants for peer in self._peers.values()):
            self._moved_here.add(person)

    def left(self, person: UUID, now: float) -> None:
        """The last device of somebody is gone from this gateway."""
        self._left.pop(person, None)
        self._left[person] = datetime.fromtimestamp(now, UTC)
        if len(self._left) > REMEMBERED:
            self._left.pop(next(iter(self._left)))
        self.moved(person)

    def seen(self, person: UUID) -> Seen:
        """Whether somebody is anywhere; when they were last seen, if they are offline and it is known."""
        found: list[Seen] = [(self._here(person), self._left.get(person))]
        found += [peer.seen[person] for peer in self._peers.values() if person in peer.seen]
        state = min((state for state, _ in found), key=RANK.__getitem__)
        if state != "offline":
            return state, None
        return state, max((at for _, at in found if at is not None), default=None)

    def watch(self, device: Device, people: Sequence[UUID], now: float) -> None:
        """Tell a device of these people from now on, instead of those before: all at once, then changes.

        Where other gateways have to be asked, and where a device changes its mind often, a second later.
        """
        if 0 <= now - device.watched < AGAIN:
            self._later[device] = people
            return
        self._later.pop(device, None)
        device.watched = now
        people = list(dict.fromkeys(people))
        over = [person for person in device.told.keys() - set(people) if self._unwatch(device, person)]
        new = [person for person in people if person not in self._watchers]
        for person in people:
            self._watchers.setdefault(person, set()).add(device)
        device.told = dict.fromkeys(people)
        if self._peers:
            self._asked.update(dict.fromkeys(new, now))
            self._ask(Wanted, new)
            self._ask(Unwanted, over)
        self._say(device, [self._said(person) for person in people if person not in self._asked])

    def unwatch(self, device: Device) -> None:
        """The device is gone."""
        self._later.pop(device, None)
        over = [person for person in device.told if self._unwatch(device, person)]
        device.told = {}
        if self._peers:
            self._ask(Unwanted, over)

    def _unwatch(self, device: Device, person: UUID) -> bool:
        """Whether nobody here watches the person any more."""
        watchers = self._watchers[person]
        watchers.discard(device)
        if watchers:
            return False
        del self._watchers[person]
        self._asked.pop(person, None)
        for peer in self._peers.values():
            peer.seen.pop(person, None)
        return True

    def _ask(self, kind: type[Wanted | Unwanted], people: Sequence[UUID]) -> None:
        for some in chunks(people):
            self._tell(kind(some))

    def tick(self, now: float) -> None:
        """About once a second: tells devices and the other gateways what has changed since."""
        for gateway in [id for id, peer in self._peers.items() if now - peer.at > self._silence]:
            self._forget(gateway)
        later, self._later = self._later, {}
        for device, people in later.items():
            self.watch(device, people, now)
        for person in [person for person, at in self._asked.items() if not 0 <= now - at < ANSWER]:
            del self._asked[person]
            self._moved.add(person)
        self._tell_devices()
        self._tell_gateways(now)

    def _tell_devices(self) -> None:
        """What many devices have to be told of takes more than one tick."""
        news: dict[Device, list[Said]] = {}
        left = MOST
        while self._moved and left > 0:
            person = self._moved.pop()
            if person in self._asked:
                continue
            said = self._said(person)
            watchers = self._watchers.get(person, set())
            left -= 1 + len(watchers)
            for device in watchers:
                if device.told[person] != said[1]:
                    news.setdefault(device, []).append(said)
        for device, people in news.items():
            self._say(device, people)

    def _said(self, person: UUID) -> Said:
        return person, *self.seen(person)

    def _say(self, device: Device, people: list[Said]) -> None:
        """Tell a device; if it has no room, with a later tick."""
        if not people:
            return
        if device.tell(protocol.Presence(people)):
            device.told.update({person: state for person, state, _ in people})
        else:
            self._moved.update(person for person, _, _ in people)

    def _tell_gateways(self, now: float) -> None:
        moved, self._moved_here = self._moved_here, set()
        self._answer(moved)
        if self._introduce:
            self._introduce = False
            self._ask(Wanted, list(self._watchers))
            self._spoke = float("-inf")
        if not 0 <= now - self._spoke < self._silence / 3:
            self._spoke = now
            self._tell(Alive())

    def _answer(self, people: Iterable[UUID]) -> None:
        """Where people are, by what is known here."""
        found: list[tuple[UUID, State, datetime | None]] = []
        for person in people:
            state = self._here(person)
            found.append((person, state, self._left.get(person) if state == "offline" else None))
        for some in chunks(found):
            self._tell(There(some))

    def begin(self) -> None:
        """From now on the other gateways are heard; what they said until then may have been missed."""
        self._tell(Fresh())
        self._ask(Wanted, list(self._watchers))

    def end(self) -> None:
        """This gateway is going."""
        self._tell(Gone())

    def hear(self, gateway: UUID, note: AnyNote, now: float) -> None:
        """A note of another gateway."""
        if isinstance(note, Gone):
            self._forget(gateway)
            return
        if gateway not in self._peers:
            self._peers[gateway] = Peer(now)
            self._introduce = True
        peer = self._peers[gateway]
        peer.at = now
        match note:
            case Fresh():
                peer.wants.clear()
                self._introduce = True
            case Wanted(people=people):
                peer.wants.update(people)
                self._answer(people)
            case Unwanted(people=people):
                peer.wants.difference_update(people)
            case There(people=there):
                self._hear_there(peer, there)

    def _hear_there(self, peer: Peer, people: Iterable[tuple[UUID, State, datetime | None]]) -> None:
        for person, state, at in people:
            if person in self._watchers and peer.seen.get(person) != (state, at):
                peer.seen[person] = state, at
                self._moved.add(person)

    def _forget(self, gateway: UUID) -> None:
        """It is gone, and who was there was last there when it last spoke."""
        peer = self._peers.pop(gateway, None)
        if peer is None:
            return
        for person, (state, at) in peer.seen.items():
            self._moved.add(person)
            last = at if state == "offline" else datetime.fromtimestamp(peer.at, UTC)
            if last is not None:
                self._left[person] = max(last, self._left.get(person, last))
