"""Fan-out on a world in memory: who is told what, in which bytes, and who must catch up."""

from __future__ import annotations

from typing import Any

import pytest

from projections.rows import Head
from realtime import protocol
from realtime.feed import Feed
from realtime.hub import YIELD, Delivery, Hub, Member
from realtime.limits import Limits
from tests.realtime.stage import Tap, frames
from tests.realtime.world import Moment, World, uid

DESK, POST = "desk:1", "post:1"


class Town:
    """A hub over a world."""

    def __init__(self, buffer: int = 1_000_000) -> None:
        self.world = World()
        self.hub = Hub(Head(0, 1, "e1.1", 0, 0), buffer)
        self.caught_up: list[Member] = []

    async def follow(self, name: str, *scopes: str, screen: tuple[str, ...] = ()) -> tuple[Member, Tap]:
        """A member that holds these scopes and is up to date."""
        if uid(name) not in self.world.people:
            self.world.grant(uid(name), *scopes)
        self.publish()
        member, tap = await self.read(name, screen)
        assert self.hub.join(member) == []
        return member, tap

    async def read(self, name: str, screen: tuple[str, ...] = ()) -> tuple[Member, Tap]:
        """A member that has read all there is, and does not follow yet."""
        tap = Tap()
        feed = Feed(uid(name), None, Limits(window=4))
        feed.on_screen = screen
        await feed.round(Moment(self.world))
        member = Member(feed, tap, lambda: self.caught_up.append(member))
        return member, tap

    def publish(self) -> Delivery:
        """Delivers what is new."""
        delivery = self.hub.deliver(self.world.page())
        for lagging in self.hub.pump(delivery):
            self.caught_up.extend(lagging)
        return delivery


def told(tap: Tap) -> list[Any]:
    """The rows written since the last call, each as [title or None, scopes]."""
    return [
        [fields and fields["title"], scopes]
        for frame in tap.take()
        if frame["t"] == "rows"
        for _, _, _, scopes, fields in frame["rows"]
    ]


async def test_each_is_told_of_the_scopes_that_they_hold() -> None:
    town = Town()
    _, both = await town.follow("a", DESK, POST)
    _, desk = await town.follow("b", DESK)
    _, none = await town.follow("c", "desk:2")
    town.world.put("task", "t", [DESK, POST], title="x")
    town.publish()
    assert told(both) == [["x", [DESK, POST]]]
    assert told(desk) == [["x", [DESK]]]
    assert none.take() == []


async def test_bytes_are_made_once_for_all_who_see_the_same() -> None:
    town = Town()
    for name in "abcd":
        await town.follow(name, DESK)
    town.world.put("task", "t", [DESK], title="x")
    delivery = town.publish()
    assert [len(members) for _, members in delivery.groups] == [4]
    kinds = [frame["t"] for frame in frames(delivery.groups[0][0])]
    assert kinds == ["begin", "rows", "end"]


async def test_a_page_of_many_rows_is_one_page_for_each() -> None:
    town = Town()
    _, both = await town.follow("a", DESK, POST)
    _, desk = await town.follow("b", DESK)
    town.world.put("task", "t1", [DESK], title="x")
    town.world.put("task", "t2", [POST], title="y")
    town.world.put("task", "t3", [DESK], title="z")
    town.publish()
    assert both.writes == desk.writes == 1
    assert told(both) == [["x", [DESK]], ["y", [POST]], ["z", [DESK]]]
    assert told(desk) == [["x", [DESK]], ["z", [DESK]]]


async def test_a_row_that_leaves_a_scope_is_gone_there_and_stays_elsewhere() -> None:
    town = Town()
    _, both = await town.follow("a", DESK, POST)
    _, desk = await town.follow("b", DESK)
    town.world.put("task", "t", [DESK, POST], title="x")
    town.publish()
    told(both), told(desk)
    town.world.put("task", "t", [POST], title="y")
    town.publish()
    assert told(both) == [[None, [DESK]], ["y", [POST]]]
    assert told(desk) == [[None, [DESK]]]


async def test_nothing_of_a_lost_scope_is_sent_from_its_page_on() -> None:
    town = Town()
    member, tap = await town.follow("a", DESK)
    town.world.put("task", "t", [DESK], title="before the loss, in the same page")
    town.world.revoke(uid("a"), DESK)
    town.publish()
    assert tap.take() == []
    assert not member.following
    town.world.put("task", "t", [DESK], title="after it")
    town.publish()
    assert tap.take() == []


async def test_who_looks_below_is_told_under_the_scope_that_was_opened() -> None:
    town = Town()
    town.world.lead(uid("a"), uid("city"), [uid("ward")])
    scope = f"below:{uid('city')}"
    _, tap = await town.follow("a", "all", screen=(scope,))
    town.world.put("task", "t", [f"below:{uid('ward')}", "all"], title="x")
    town.publish()
    assert told(tap) == [["x", ["all", scope]]]
    town.world.put("task", "t", [f"below:{uid('city')}", "all"], title="y")
    town.publish()
    assert told(tap) == [["y", ["all", scope]]]
    town.world.put("task", "t", ["all"], title="z")
    town.publish()
    assert told(tap) == [[None, [scope]], ["z", ["all"]]]


@pytest.mark.parametrize("change", ["tree", "post"])
async def test_who_looks_below_catches_up_when_the_tree_or_a_post_moves(change: str) -> None:
    town = Town()
    town.world.lead(uid("a"), uid("city"), [uid("ward")])
    member, _ = await town.follow("a", "all", screen=(f"below:{uid('city')}",))
    other, _ = await town.follow("b", "all")
    if change == "tree":
        town.world.lead(uid("a"), uid("city"), [])
    else:
        town.world.put("post", "p", ["all"], title="x")
    assert town.publish().moved == [member]
    assert other.following


async def test_own_write_that_nobody_sees_ends_in_an_empty_page() -> None:
    town = Town()
    member, tap = await town.follow("a", DESK)
    assert town.hub.expect(member, town.world.position + 1) == []
    town.world.put("task", "t", ["desk:2"], title="x")
    town.publish()
    assert [frame["t"] for frame in tap.take()] == ["begin", "end"]


async def test_own_write_already_behind_ends_at_once() -> None:
    town = Town()
    member, tap = await town.follow("a", DESK)
    town.world.put("task", "t", ["desk:2"], title="x")
    town.publish()
    assert tap.take() == []
    [data] = town.hub.expect(member, town.world.position)
    assert [frame.get("to") for frame in frames(data)] == [town.world.position, None]


async def test_own_write_that_comes_with_its_rows_needs_nothing_more() -> None:
    town = Town()
    member, tap = await town.follow("a", DESK)
    town.hub.expect(member, town.world.position + 1)
    town.world.put("task", "t", [DESK], title="x")
    town.publish()
    assert [frame["t"] for frame in tap.take()] == ["begin", "rows", "end"]
    town.world.put("task", "t", ["desk:2"], title="y")
    town.publish()
    assert [frame["t"] for frame in tap.take()] == ["begin", "rows", "end"]
    town.world.put("task", "u", ["desk:2"], title="z")
    town.publish()
    assert tap.take() == []


async def test_joining_late_brings_the_pages_missed() -> None:
    town = Town()
    town.world.grant(uid("a"), DESK)
    town.publish()
    member, _ = await town.read("a")
    for title in "xy":
        town.world.put("task", "t", [DESK], title=title)
        town.publish()
    missed = town.hub.join(member)
    assert missed is not None
    titles = [frame["rows"][0][4]["title"] for frame in frames(b"".join(missed)) if frame["t"] == "rows"]
    assert titles == ["x", "y"]
    assert member.following


async def test_joining_is_refused_when_scopes_moved_meanwhile() -> None:
    town = Town()
    town.world.grant(uid("a"), DESK)
    town.publish()
    member, _ = await town.read("a")
    town.world.revoke(uid("a"), DESK)
    town.publish()
    assert town.hub.join(member) is None
    assert not member.following


async def test_who_has_read_further_is_not_told_again() -> None:
    town = Town()
    town.world.grant(uid("a"), DESK)
    town.publish()
    town.world.put("task", "t", [DESK], title="x")
    member, tap = await town.read("a")
    assert town.hub.join(member) == []
    town.publish()
    assert tap.take() == []
    town.world.put("task", "t", [DESK], title="y")
    town.publish()
    assert told(tap) == [["y", [DESK]]]


async def test_a_slow_reader_gets_lag_and_goes_on_from_before_the_page() -> None:
    town = Town(buffer=1_000)
    slow, tap = await town.follow("a", DESK)
    _, quick = await town.follow("b", DESK)
    before = town.hub.position
    tap.waiting = 900
    town.hub.slow.add(tap)
    town.world.put("task", "t", [DESK], title="x")
    town.publish()
    assert tap.take() == [{"t": "lag"}]
    assert told(quick) == [["x", [DESK]]]
    assert (slow.following, slow.feed.position, town.caught_up) == (False, before, [slow])


async def test_others_get_their_turn_every_few_hundred_sockets() -> None:
    town = Town()
    for number in range(YIELD + 1):
        await town.follow(f"{number}", DESK)
    town.world.put("task", "t", [DESK], title="x")
    delivery = town.hub.deliver(town.world.page())
    pump = town.hub.pump(delivery)
    next(pump)
    taps = [tap for _, group in delivery.groups for tap in group if isinstance(tap, Tap)]
    written = sum(bool(tap.writes) for tap in taps)
    assert written == YIELD
    assert list(pump) == [[]]


async def test_another_era_sends_everybody_back_to_the_rows() -> None:
    town = Town()
    member, _ = await town.follow("a", DESK)
    assert town.hub.reset(Head(3, 1, "e2.1", 0, 0)) == [member]
    assert (member.following, town.hub.position, town.hub.members) == (False, 3, 0)


async def test_typing_reaches_the_others_who_have_the_scope_on_screen() -> None:
    town = Town()
    sender, own = await town.follow("a", DESK, screen=(DESK,))
    _, second_device = await town.follow("a", DESK, screen=(DESK,))
    _, looking = await town.follow("b", DESK, screen=(DESK,))
    _, elsewhere = await town.follow("c", DESK)
    stranger, outside = await town.follow("d", "desk:2", screen=(DESK,))
    signal = protocol.Told(scope=DESK, sender=uid("a"), kind="typing", data=b"{}")
    assert town.hub.signal(signal, sender)
    assert [frame["from"] for frame in looking.take()] == [str(uid("a"))]
    assert own.take() == second_device.take() == elsewhere.take() == outside.take() == []
    signal = protocol.Told(scope=DESK, sender=uid("d"), kind="typing", data=b"{}")
    assert not town.hub.signal(signal, stranger)
    assert looking.take() == []


async def test_who_has_lost_the_scope_neither_types_there_nor_is_told() -> None:
    town = Town()
    sender, own = await town.follow("a", DESK, screen=(DESK,))
    _, looking = await town.follow("b", DESK, screen=(DESK,))
    town.world.revoke(uid("b"), DESK)
    town.publish()
    signal = protocol.Told(scope=DESK, sender=uid("a"), kind="typing", data=b"{}")
    assert town.hub.signal(signal, sender)
    town.world.revoke(uid("a"), DESK)
    town.publish()
    assert not town.hub.signal(signal, sender)
    assert own.take() == looking.take() == []


async def test_typing_at_another_gateway_reaches_those_who_would_be_told_here() -> None:
    town = Town()
    _, looking = await town.follow("a", DESK, screen=(DESK,))
    _, own = await town.follow("b", DESK, screen=(DESK,))
    _, outside = await town.follow("d", "desk:2", screen=(DESK,))
    town.hub.spread(protocol.Told(scope=DESK, sender=uid("b"), kind="typing", data=b"{}"))
    town.hub.spread(protocol.Told(scope="desk:3", sender=uid("b"), kind="typing", data=b"{}"))
    assert [frame["from"] for frame in looking.take()] == [str(uid("b"))]
    assert own.take() == outside.take() == []


async def test_typing_is_the_first_to_be_dropped() -> None:
    town = Town(buffer=1_000)
    sender, _ = await town.follow("a", DESK, screen=(DESK,))
    _, slow = await town.follow("b", DESK, screen=(DESK,))
    slow.waiting = 500
    town.hub.signal(protocol.Told(scope=DESK, sender=uid("a"), kind="typing", data=b"{}"), sender)
    assert slow.take() == []


async def test_leaving_leaves_nothing_behind() -> None:
    town = Town()
    town.world.lead(uid("a"), uid("city"), [uid("ward")])
    member, tap = await town.follow("a", DESK, screen=(f"below:{uid('city')}",))
    town.hub.expect(member, town.world.position + 1)
    town.hub.leave(member)
    town.world.put("task", "t", [DESK, f"below:{uid('ward')}"], title="x")
    assert town.publish().groups == []
    assert (tap.take(), town.hub.members) == ([], 0)


async def test_who_is_half_closed_keeps_nobody_from_being_told() -> None:
    town = Town()
    taps = [(await town.follow(name, DESK))[1] for name in "abc"]
    taps[1].half_closed = True
    town.world.put("task", "t", [DESK], title="x")
    town.publish()
    assert [len(told(tap)) for tap in taps] == [1, 0, 1]
