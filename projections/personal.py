"""What is a person's alone: what they want to be told, have put off, have begun to write."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from domain import draft, official, preferences, snooze
from domain.kernel import user_scope
from domain.preferences import Wishes
from projections.kernel import Recorded
from projections.projection import Projection, begins, erasing, on
from projections.row import Row
from projections.tables import Table


class Own(Row, kw_only=True):
    """A row that only its official sees."""

    official: UUID


R = TypeVar("R", bound=Own)


class Personal(Projection[R]):
    """Seen by the official as themselves."""

    def seen_by(self, state: R) -> Any:
        return state.official

    def audience(self, id: UUID, state: R, place: frozenset[str]) -> frozenset[str]:
        return frozenset({user_scope(state.official)})


class PreferencesRow(Own, kw_only=True):
    """What a person wants to be told, how and when; without a row, the usual."""

    wishes: Wishes


class AllPreferences(Personal[PreferencesRow]):
    """One row a person who has chosen."""

    collection = "preferences"
    row = PreferencesRow
    table = Table(
        "preferences_view",
        {"id": "uuid", "official": "uuid", "digest": "bool", "everything_of": "text"},
        indexes=("USING gin (string_to_array(everything_of, ' ')) WHERE everything_of <> ''",),
    )

    @begins(preferences.Created)
    def chosen(self, _: None, event: preferences.Created, at: Recorded) -> PreferencesRow:
        return PreferencesRow(official=event.official, wishes=event.wishes)

    @on(preferences.Changed)
    def changed(self, row: PreferencesRow, event: preferences.Changed, at: Recorded) -> PreferencesRow:
        row.wishes = event.wishes
        return row

    def columns(self, id: UUID, state: PreferencesRow) -> tuple[Any, ...]:
        levels = state.wishes.levels
        everything = " ".join(str(each.channel) for each in levels if each.level == "all")
        return (id, state.official, state.wishes.digest, everything)


class SnoozeRow(Own, kw_only=True):
    """Until when notices of `subject` are put off; None: not, or no longer."""

    subject: UUID
    until: datetime | None


class Snoozes(Personal[SnoozeRow]):
    """One row for each thing that a person ever put off."""

    collection = "snooze"
    row = SnoozeRow

    @begins(snooze.Created)
    def begun(self, _: None, event: snooze.Created, at: Recorded) -> SnoozeRow:
        return SnoozeRow(official=event.official, subject=event.subject, until=event.until)

    @on(snooze.Changed)
    def changed(self, row: SnoozeRow, event: snooze.Changed, at: Recorded) -> SnoozeRow:
        row.until = event.until
        return row

    def audience(self, id: UUID, state: SnoozeRow, place: frozenset[str]) -> frozenset[str]:
        return frozenset({user_scope(state.official)}) if state.until is not None else frozenset()

    def seen_by(self, state: SnoozeRow) -> Any:
        return state.official, state.until is None


class DraftRow(Own, kw_only=True):
    """What a person has begun to say in a channel, as of `at`; there is none once it was sent."""

    channel: UUID
    text: str
    at: datetime


class Drafts(Personal[DraftRow]):
    """One row for each place in which a person has something unsent."""

    collection = "draft"
    row = DraftRow
    table = Table("draft_view", {"id": "uuid", "official": "uuid"}, indexes=("(official)",))
    words = "SELECT official, id FROM draft_view WHERE official = ANY($1)"

    @begins(draft.Created)
    def begun(self, _: None, event: draft.Created, at: Recorded) -> DraftRow:
        return DraftRow(
            official=event.official, channel=event.channel, text=event.text or "", at=event.timestamp
        )

    @on(draft.Changed)
    def changed(self, row: DraftRow, event: draft.Changed, at: Recorded) -> DraftRow:
        row.text, row.at = event.text or "", event.timestamp
        return row

    @erasing(official.Erased)
    def erased(self, row: DraftRow, event: official.Erased, at: Recorded) -> DraftRow:
        row.text = ""
        return row

    def audience(self, id: UUID, state: DraftRow, place: frozenset[str]) -> frozenset[str]:
        return frozenset({user_scope(state.official)}) if state.text else frozenset()

    def seen_by(self, state: DraftRow) -> Any:
        return state.official, bool(state.text)

    def columns(self, id: UUID, state: DraftRow) -> tuple[Any, ...]:
        return (id, state.official)
