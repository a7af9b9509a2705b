"""Fan-out: who follows, what each is told of a page of changed rows, and the writing of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol
from uuid import UUID

import msgspec

from projections import faults
from projections.rows import Head
from realtime import protocol, wire
from realtime.fanout import Ready, begin, group, moves_views
from realtime.feed import Feed, end
from realtime.page import Page
from realtime.places import Places
from realtime.scopes import Index

YIELD = 200
"""Sockets written before others get their turn."""
RECENT = 128
"""Pages kept for those who are about to join."""
LAG = wire.frame(protocol.encode(protocol.Lag()))


class Transport(Protocol):
    """The part of an asyncio transport that fan-out needs."""

    def write(self, data: bytes) -> None:
        """Hand over bytes; never waits."""

    def get_write_buffer_size(self) -> int:
        """Bytes not yet with the system."""

    def is_closing(self) -> bool:
        """Whether writing is pointless."""


def write(transports: Iterable[Transport], data: bytes) -> None:
    """Hands bytes to each; one that was half-closed meanwhile refuses, and is passed over."""
    rest = iter(transports)
    while True:
        try:
            for transport in rest:
                transport.write(data)
        except RuntimeError:
            continue
        return


class Member:
    """One connection as the hub sees it.

    `following`: told of live pages; `awaits`: the position of its newest own write that it has to be told of;
    `catch_up`: called when it has to read from the rows again.
    """

    __slots__ = ("awaits", "catch_up", "feed", "following", "place", "transport")

    def __init__(self, feed: Feed, transport: Transport, catch_up: Callable[[], None]) -> None:
        self.feed = feed
        self.transport = transport
        self.catch_up = catch_up
        self.following = False
        self.place = -1
        self.awaits = -1


class Delivery(msgspec.Struct):
    """What to write for one page, and who has to catch up instead (scopes moved)."""

    page: Page
    groups: list[tuple[bytes, list[Transport]]]
    moved: list[Member]


class Hub:
    """All members of a gateway at one position. Does no I/O but handing bytes to transports.

    Only of transports in `slow` (whose buffers are past their own limit) is the size looked at: with
    thousands of sockets every object touched counts.
    """

    def __init__(self, head: Head, buffer: int) -> None:
        self.head = head
        self._empty = begin(head) + end(head)
        self._buffer = buffer
        self.slow: set[Transport] = set()
        self._index: Index[int] = Index()
        self._places: Places[Transport] = Places()
        self._members: dict[Transport, Member] = {}
        self._people: dict[UUID, set[Member]] = {}
        self._viewers: set[Member] = set()
        self._awaiting: set[Member] = set()
        self._ahead: set[Member] = set()
        self._recent: deque[Ready] = deque(maxlen=RECENT)

    @property
    def position(self) -> int:
        """The newest position delivered."""
        return self.head.position

    @property
    def members(self) -> int:
        """How many follow."""
        return len(self._members)

    def all_members(self) -> list[Member]:
        """Those who follow."""
        return list(self._members.values())

    def join(self, member: Member) -> list[bytes] | None:
        """Makes a member whose feed is filled follow; gives what it missed, None if it must read again."""
        missed = self._missed(member)
        if missed is None:
            return None
        feed = member.feed
        place = member.place = self._places.take(member.transport)
        self._members[member.transport] = member
        self._index.add(place, feed.standing)
        for scope, units in feed.views.items():
            self._index.add_view(place, scope, units)
        if feed.looks_below:
            self._viewers.add(member)
        self._people.setdefault(feed.official, set()).add(member)
        if feed.position > self.position:
            self._ahead.add(member)
        member.following = True
        return missed + self.expect(member, member.awaits)

    def _missed(self, member: Member) -> list[bytes] | None:
        """The pages since the feed's position as this member sees them."""
        feed = member.feed
        if feed.position >= self.position:
            return []
        if not self._recent or self._recent[0].page.previous > feed.position:
            return None
        alone: Index[int] = Index()
        alone.add(0, feed.standing)
        for scope, units in feed.views.items():
            alone.add_view(0, scope, units)
        missed: list[bytes] = []
        for recent in self._recent:
            if recent.page.head.position <= feed.position:
                continue
            if self._affects(recent.page, member):
                return None
            missed.extend(data for data, _ in group(alone, recent))
        return missed

    def _affects(self, page: Page, member: Member) -> bool:
        """Whether the page changes what the member sees, not only what is in it."""
        return any(person.official == member.feed.official for person in page.people) or (
            member.feed.looks_below and moves_views(page)
        )

    def leave(self, member: Member, at: int | None = None) -> None:
        """Stops telling a member; its feed goes on from `at` (or from all that was delivered)."""
        if not member.following:
            return
        member.following = False
        feed = member.feed
        del self._members[member.transport]
        self._places.leave(member.place)
        self._index.remove(member.place, feed.standing)
        for scope, units in feed.views.items():
            self._index.remove_view(member.place, scope, units)
        member.place = -1
        people = self._people[feed.official]
        people.discard(member)
        if not people:
            del self._people[feed.official]
        for members in (self._viewers, self._awaiting, self._ahead):
            members.discard(member)
        feed.position = max(feed.position, self.position if at is None else at)

    def expect(self, member: Member, position: int) -> list[bytes]:
        """After a command's result: its sender gets a page at that position even if it sees nothing of it.

        Gives an empty page if the position is behind us, to be written after what is being pumped.
        """
        member.awaits = position
        if not member.following or position <= member.feed.position:
            return []
        if position > self.position:
            self._awaiting.add(member)
            return []
        return [self._empty]

    def deliver(self, page: Page) -> Delivery:
        """Moves the hub to the page's head; those whose scopes moved leave before any row is looked at."""
        moved = self._moved(page)
        for member in moved:
            self.leave(member, page.previous)
        self._settle_ahead(page)
        recent = Ready(page, begin(page.head), end(page.head))
        self.head = page.head
        self._empty = recent.begin + recent.end
        self._recent.append(recent)
        groups = group(self._index, recent, {member.place for member in self._ahead})
        silent = self._settled(groups)
        if silent:
            groups.append((self._empty, silent))
        return Delivery(page, [(data, self._places.at(places)) for data, places in groups], moved)

    def _moved(self, page: Page) -> list[Member]:
        moved: set[Member] = set()
        for person in page.people:
            moved |= self._people.get(person.official, set())
        if self._viewers and moves_views(page):
            moved |= self._viewers
        return list(moved)

    def _settle_ahead(self, page: Page) -> None:
        """A member that read beyond this page is not told of it again."""
        if self._ahead:
            self._ahead = {member for member in self._ahead if member.feed.position >= page.head.position}

    def _settled(self, groups: list[tuple[bytes, list[int]]]) -> list[int]:
        """Those whose own write is behind us now, and who see nothing of this page."""
        done = {member for member in self._awaiting if member.awaits <= self.position}
        self._awaiting -= done
        silent = {member.place for member in done}
        return list(silent.difference(*(places for _, places in groups))) if done else []

    def pump(self, delivery: Delivery) -> Iterator[list[Member]]:
        """Writes a delivery; yields the members that lag, and at least every 200 sockets."""
        left = YIELD
        for data, readers in delivery.groups:
            faults.point("gateway.fan-out")
            transports, lagging = self._quick(delivery, len(data), readers)
            if lagging:
                yield lagging
            for start in range(0, len(transports), YIELD):
                some = transports[start : start + YIELD]
                write(some, data)
                left -= len(some)
                if left <= 0:
                    yield []
                    left = YIELD
        yield []

    def _quick(
        self, delivery: Delivery, size: int, transports: list[Transport]
    ) -> tuple[list[Transport], list[Member]]:
        """Those that can take so many bytes more, and members that cannot: they lag from before the page.

        Who has just left the hub counts on this page, and gets it.
        """
        if not self.slow or self.slow.isdisjoint(transports):
            return transports, []
        room = self._buffer - size
        slow = self.slow.intersection(transports, self._members)
        full = {transport for transport in slow if transport.get_write_buffer_size() > room}
        lagging = [self._members[transport] for transport in full]
        for member in lagging:
            self._lag(member, delivery.page.previous)
        return [transport for transport in transports if transport not in full], lagging

    def _lag(self, member: Member, at: int) -> None:
        self.leave(member, at)
        member.feed.position = at
        write([member.transport], LAG)

    def reset(self, head: Head) -> list[Member]:
        """The page does not tell all that is missing (another era, a leap): everybody reads from the rows."""
        members = self.all_members()
        for member in members:
            self.leave(member)
        self.head = head
        self._empty = begin(head) + end(head)
        self._recent.clear()
        return members

    def signal(self, told: protocol.Told, sender: Member) -> bool:
        """Typing, to the others who have the scope on screen; False if the sender does not hold it."""
        if sender.place not in self._index.standing(told.scope):
            return False
        self.spread(told)
        return True

    def spread(self, told: protocol.Told) -> None:
        """To those who hold the scope and have it on screen; the first to be dropped."""
        holders = self._index.standing(told.scope)
        if not holders:
            return
        data = wire.frame(protocol.encode(told))
        for transport in self._places.at(list(holders)):
            feed = self._members[transport].feed
            told_to = told.scope in feed.on_screen and feed.official != told.sender
            if told_to and transport.get_write_buffer_size() + len(data) <= self._buffer // 2:
                write([transport], data)
