"""Issue an announcement, correct it, withdraw it, remind those who have not acknowledged it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from domain import text
from domain.announcement.announcement import Announcement
from domain.announcement.events import Corrected, Created, Reminded, Withdrawn
from domain.announcement.state import Urgency
from domain.file import own_files
from domain.kernel import By, Change, Creation, Noun, Rejection

LONGEST_TITLE = 500
LONGEST_ANNOUNCEMENT = 20_000
LONGEST_REMARK = 5_000
MOST_UNITS = 1_000
MOST_ATTACHMENTS = 20


class Issue(Creation[Announcement], frozen=True):
    """Tell everybody who is in one of `units`. `acknowledge`: ask each to say that they have taken note."""

    name: ClassVar[str] = "announcement.issue"
    noun: ClassVar[type[Noun]] = Announcement
    title: str
    text: str
    units: tuple[UUID, ...]
    urgency: Urgency = "normal"
    acknowledge: bool = True
    acknowledge_by: datetime | None = None
    attachments: tuple[UUID, ...] = ()

    def reads(self, subject: Announcement | None = None) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(self.attachments))

    def create(self, by: By) -> Announcement:
        return Announcement.begin(
            Created,
            self.identity(by),
            by,
            title=text.required("title", self.title, LONGEST_TITLE),
            text=text.required("text", self.text, LONGEST_ANNOUNCEMENT),
            urgency=self.urgency,
            units=self._units(),
            acknowledge=self.acknowledge,
            acknowledge_by=self._acknowledge_by(by),
            attachments=self._attachments(by),
            issuer=by.acting,
            author=by.author,
        )

    def _units(self) -> tuple[UUID, ...]:
        if not self.units:
            raise Rejection("announcement.no-units")
        if len(self.units) > MOST_UNITS:
            raise Rejection("announcement.too-many-units", most=MOST_UNITS)
        return tuple(dict.fromkeys(self.units))

    def _acknowledge_by(self, by: By) -> datetime | None:
        moment = self.acknowledge_by
        if moment is None:
            return None
        if moment.tzinfo is None:
            raise Rejection("text.no-timezone", field="acknowledgeBy")
        if not self.acknowledge:
            raise Rejection("announcement.no-acknowledgement")
        if moment <= by.given_at:
            raise Rejection("announcement.past", moment=moment.isoformat())
        return moment

    def _attachments(self, by: By) -> tuple[UUID, ...]:
        if len(self.attachments) > MOST_ATTACHMENTS:
            raise Rejection("announcement.too-many-files", most=MOST_ATTACHMENTS)
        return own_files(self.attachments, by)


class AnnouncementChange(Change[Announcement], frozen=True):
    """A command to one announcement."""

    noun: ClassVar[type[Noun]] = Announcement
    announcement: UUID

    @property
    def target(self) -> UUID:
        return self.announcement


class Correct(AnnouncementChange, frozen=True):
    """Say it otherwise from now on. `again`: ask those who have acknowledged it to do so once more."""

    name: ClassVar[str] = "announcement.correct"
    title: str
    text: str
    again: bool = False

    def execute(self, subject: Announcement, by: By) -> None:
        state = subject.require_issued()
        if self.again and not state.acknowledge:
            raise Rejection("announcement.no-acknowledgement")
        title = text.required("title", self.title, LONGEST_TITLE)
        said = text.required("text", self.text, LONGEST_ANNOUNCEMENT)
        if (title, said) != (state.title, state.text):
            subject.record(
                Corrected,
                by,
                title=title,
                text=said,
                edition=state.edition + 1,
                again=self.again,
                author=by.author,
            )


class Withdraw(AnnouncementChange, frozen=True):
    """Say that it holds no longer. Again, it changes nothing."""

    name: ClassVar[str] = "announcement.withdraw"
    reason: str

    def execute(self, subject: Announcement, by: By) -> None:
        reason = text.required("reason", self.reason, LONGEST_REMARK)
        if subject.state.status != "withdrawn":
            subject.record(Withdrawn, by, reason=reason, author=by.author)


class Remind(AnnouncementChange, frozen=True):
    """Ask those who have not acknowledged it (or opened it, if that is all that was asked) to do so.

    In the named units, or in all of them if none is named.
    """

    name: ClassVar[str] = "announcement.remind"
    units: tuple[UUID, ...] = ()
    remark: str | None = None

    def execute(self, subject: Announcement, by: By) -> None:
        state = subject.require_issued()
        for unit in self.units:
            if unit not in state.units:
                raise Rejection("announcement.not-addressed", unit=str(unit))
        words = text.optional("remark", self.remark, LONGEST_REMARK)
        units = tuple(dict.fromkeys(self.units)) or state.units
        subject.record(Reminded, by, text=words, units=units, author=by.author)
