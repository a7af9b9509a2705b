"""Faults planted in the product's code paths: the property test must notice every one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest

from projections import channel, compare, rows, standing
from projections.member import Members
from projections.message import FALLEN, Messages
from projections.rows import ScopedRow
from projections.talk import Talks
from realtime import connection, fanout, feed, hub
from realtime.cursor import Cursor
from realtime.feed import Feed, Gathered
from realtime.hub import Hub
from realtime.protocol import Begin

Plant = Callable[[pytest.MonkeyPatch], None]


def a_frame_of_rows_is_lost(patch: pytest.MonkeyPatch) -> None:
    real = Gathered.frames
    patch.setattr(Gathered, "frames", lambda self: real(self)[1:])


def a_live_row_is_lost(patch: pytest.MonkeyPatch) -> None:
    real = fanout.partition
    patch.setattr(fanout, "partition", lambda index, row: real(index, row) if row.position % 5 else [])


def rows_come_before_their_page_begins(patch: pytest.MonkeyPatch) -> None:
    def early(ready: Any, pieces: list[bytes]) -> bytes:
        rows_frame = fanout.wire.frame(fanout.protocol.rows(pieces))
        return bytes(rows_frame + ready.begin + ready.end)

    patch.setattr(fanout, "_bytes", early)


def a_lost_scope_is_not_dropped(patch: pytest.MonkeyPatch) -> None:
    real = Feed._plan

    def plan(self: Feed, *args: Any) -> Begin:
        begin = real(self, *args)
        begin.dropped.clear()
        return begin

    patch.setattr(Feed, "_plan", plan)


def a_lost_scope_is_still_followed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Hub, "_moved", lambda self, page: [])


def a_lost_scope_is_not_recorded(patch: pytest.MonkeyPatch) -> None:
    real = standing._diff
    patch.setattr(
        standing, "_diff", lambda changes, who, old, new, at: real(changes, who, old & new, new, at)
    )


def a_stand_in_sees_a_seat_that_went_to_another(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(standing.Standing, "_standing_in", lambda self, fact: set())


def a_gained_scope_is_not_filled(patch: pytest.MonkeyPatch) -> None:
    real = Feed._plan

    def plan(self: Feed, *args: Any) -> Begin:
        begin = real(self, *args)
        if begin.added and feed.protocol.EVERYTHING not in begin.reset:
            self.filling = {}
        return begin

    patch.setattr(Feed, "_plan", plan)


def a_stale_cursor_is_accepted(patch: pytest.MonkeyPatch) -> None:
    real = feed.unseal

    def unseal(text: str | None, head: rows.Head) -> Cursor | None:
        return real(text, rows.Head(head.position, head.generation, head.epoch, head.tree, 0))

    patch.setattr(feed, "unseal", unseal)


def a_cursor_is_ahead_of_its_page(patch: pytest.MonkeyPatch) -> None:
    real = feed.seal

    def seal(cursor: Cursor) -> str:
        ahead = cursor.position + 2
        return real(Cursor(cursor.epoch, cursor.generation, ahead, cursor.filling))

    patch.setattr(feed, "seal", seal)
    patch.setattr(feed, "unseal", _forgiving(feed.unseal))


def _forgiving(real: Any) -> Any:
    return lambda text, head: real(text, rows.Head(head.position + 2, *_rest(head)))


def _rest(head: rows.Head) -> tuple[int, str, int, int]:
    return head.generation, head.epoch, head.tree, head.floor


def a_tombstone_is_not_sent_live(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(fanout, "_entries", lambda row: [(scope, True) for scope in row.scopes])


def a_tombstone_is_not_sent_later(patch: pytest.MonkeyPatch) -> None:
    real = rows.changes

    async def changes(*args: Any) -> list[ScopedRow]:
        return [row for row in await real(*args) if not row.gone]

    patch.setattr(rows, "changes", changes)


def catching_up_begins_one_too_late(patch: pytest.MonkeyPatch) -> None:
    real = rows.changes

    async def changes(conn: Any, scopes: Any, after: int, upto: int) -> list[ScopedRow]:
        return await real(conn, scopes, after + 1, upto)

    patch.setattr(rows, "changes", changes)


def a_page_of_a_bootstrap_is_skipped(patch: pytest.MonkeyPatch) -> None:
    real = rows.page

    async def page(conn: Any, scope: str, key: Any, upto: int, limit: int) -> list[ScopedRow]:
        found = await real(conn, scope, key, upto, limit)
        return found[1:] if key is not None and len(found) == limit else found

    patch.setattr(rows, "page", page)


def changes_in_a_scope_still_filling_are_left_out(patch: pytest.MonkeyPatch) -> None:
    real = Gathered.take

    def take(self: Gathered, found: Sequence[ScopedRow]) -> None:
        real(self, [row for row in found if row.scope not in self._filling])

    patch.setattr(Gathered, "take", take)


def a_moved_tree_is_not_noticed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(hub, "moves_views", lambda page: False)


def what_left_the_screen_stays(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(connection, "below_unit", lambda scope: None)


def a_rebuilt_row_gets_no_new_position(patch: pytest.MonkeyPatch) -> None:
    real = compare.bring_in

    async def bring_in(conn: Any, home: str, aside: str, position: int, tables: Any) -> Any:
        return await real(conn, home, aside, 1, tables)

    patch.setattr(compare, "bring_in", bring_in)


def an_own_write_is_never_settled(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Hub, "expect", lambda self, member, position: [])


def a_message_never_falls(patch: pytest.MonkeyPatch) -> None:
    real = Messages.apply
    patch.setattr(
        Messages, "apply", lambda self, state, change: None if change == FALLEN else real(self, state, change)
    )


def a_message_falls_too_early(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(channel, "WINDOW", channel.WINDOW - 1)


def a_member_who_left_still_hears(patch: pytest.MonkeyPatch) -> None:
    real = Members.fact
    patch.setattr(
        Members, "fact", lambda self, id, state: msgspec.structs.replace(real(self, id, state), active=True)
    )


def who_joins_hears_nothing(patch: pytest.MonkeyPatch) -> None:
    real = standing._diff
    patch.setattr(
        standing,
        "_diff",
        lambda changes, who, old, new, at: real(changes, who, old, {s for s in new if not _new(s, old)}, at),
    )


def _new(scope: object, old: Any) -> bool:
    return str(scope).startswith("channel:") and scope not in old


def a_talk_is_seen_by_those_who_saw_the_task_first(patch: pytest.MonkeyPatch) -> None:
    real = Talks.apply

    def apply(self: Talks, state: Any, change: Any) -> Any:
        later = isinstance(change, frozenset) and state is not None and state.row.messages
        return None if later else real(self, state, change)

    patch.setattr(Talks, "apply", apply)


def a_row_that_nobody_sees_any_more_is_not_told_of(patch: pytest.MonkeyPatch) -> None:
    real = rows.since

    async def since(*args: Any) -> Any:
        changed, people = await real(*args)
        return [row for row in changed if row.scopes], people

    patch.setattr(rows, "since", since)


def an_answer_does_not_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Messages.answered, "keys", lambda event: ())


FAULTS: list[Plant] = [
    a_frame_of_rows_is_lost,
    a_live_row_is_lost,
    rows_come_before_their_page_begins,
    a_lost_scope_is_not_dropped,
    a_lost_scope_is_still_followed,
    a_lost_scope_is_not_recorded,
    a_stand_in_sees_a_seat_that_went_to_another,
    a_gained_scope_is_not_filled,
    a_stale_cursor_is_accepted,
    a_cursor_is_ahead_of_its_page,
    a_tombstone_is_not_sent_live,
    a_tombstone_is_not_sent_later,
    catching_up_begins_one_too_late,
    a_page_of_a_bootstrap_is_skipped,
    changes_in_a_scope_still_filling_are_left_out,
    a_moved_tree_is_not_noticed,
    what_left_the_screen_stays,
    a_rebuilt_row_gets_no_new_position,
    an_own_write_is_never_settled,
    a_message_never_falls,
    a_message_falls_too_early,
    a_member_who_left_still_hears,
    who_joins_hears_nothing,
    a_talk_is_seen_by_those_who_saw_the_task_first,
    a_row_that_nobody_sees_any_more_is_not_told_of,
    an_answer_does_not_count,
]
