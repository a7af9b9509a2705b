"""An announcement and its readers in any order, and their receipts: each says what its reader did."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain import receipt as r
from domain.access import decide
from domain.announcement import commands as c
from domain.announcement.announcement import Announcement
from domain.facts import OfficialFact, PostFact, UnitFact
from domain.kernel import Actor, By, Event, Rejection, Seat
from domain.organisation import Organisation
from tests.domain.examples import BEN_NGHE, BEN_THANH, CITY, SAI_GON, named
from tests.domain.scenario import NOW

TOLD = (SAI_GON, BEN_THANH)
UNITS = (*TOLD, BEN_NGHE)
PEOPLE = tuple(named(f"cán bộ {number}") for number in range(6))
CHAIR = named("chủ tịch")
person = st.sampled_from(PEOPLE)


def _post(official: UUID) -> UUID:
    return named(f"chức vụ của {official}")


class AnnouncementAndReaders(RuleBasedStateMachine):
    """Six people, who sit in three units and change seats; two of the units are told."""

    @initialize(acknowledge=st.booleans())
    def issued(self, acknowledge: bool) -> None:
        self.step = 0
        self.organisation = Organisation()
        self._know(*(UnitFact(subject=unit, parent=CITY, active=True) for unit in UNITS))
        self._know(UnitFact(subject=CITY, parent=None, active=True))
        self._seat(CHAIR, CITY, leading=True)
        for number, official in enumerate(PEOPLE):
            self._seat(official, UNITS[number % 3])
        self.log: dict[UUID, list[Event]] = {}
        self.read: dict[UUID, Any] = {}
        self.receipts: dict[UUID, r.Receipt] = {}
        self.did: dict[UUID, tuple[UUID, int, int]] = {}
        """By reader: the unit, the edition that they saw first, and the newest that they acknowledged."""
        command = c.Issue(title="Lịch trực", text="Trực 24/24", units=TOLD, acknowledge=acknowledge)
        by = self._by(CHAIR)
        decide(command, None, by.actor, self.organisation, NOW)
        self.announcement = command.create(by)
        self.read[self.announcement.id] = self.announcement
        self._keep(self.announcement)

    def _know(self, *facts: Any) -> None:
        self.organisation.apply(self.organisation.position + 1, facts)

    def _seat(self, official: UUID, unit: UUID, leading: bool = False) -> None:
        fields = {"leading": leading, "order": 0, "intake": False, "active": True}
        self._know(PostFact(subject=_post(official), unit=unit, holder=official, **fields))
        self._know(OfficialFact(subject=official, active=True))

    def _by(self, official: UUID, late: int = 0) -> By:
        self.step += 1
        unit = self.organisation.posts[_post(official)].unit
        now = NOW + timedelta(minutes=self.step)
        return By(
            actor=Actor(official=official, post=_post(official)),
            now=now,
            command=named(f"command {self.step}"),
            seat=Seat(unit=unit, post=_post(official)),
            device_at=now - timedelta(minutes=late),
            read=self.read,
        )

    def _keep(self, subject: Any) -> list[Any]:
        new = list(subject.collect_events())
        self.log.setdefault(subject.id, []).extend(new)
        return new

    def _change(self, official: UUID, command: c.AnnouncementChange) -> list[Any]:
        by, before = self._by(official), self.announcement.state
        try:
            decide(command, self.announcement, by.actor, self.organisation, NOW)
            command.execute(self.announcement, by)
        except Rejection:
            assert self.announcement.state == before
            return []
        return self._keep(self.announcement)

    @rule(official=st.sampled_from((CHAIR, CHAIR, *PEOPLE)), again=st.booleans())
    def corrected(self, official: UUID, again: bool) -> None:
        before = self.announcement.state
        text = f"Trực đến ngày {self.step}"
        command = c.Correct(announcement=self.announcement.id, title="Lịch trực", text=text, again=again)
        done = self._change(official, command)
        allowed = official == CHAIR and before.status == "issued" and (before.acknowledge or not again)
        assert bool(done) == allowed
        assert self.announcement.state.edition == before.edition + len(done)

    @rule(official=st.sampled_from((CHAIR, *PEOPLE)), unit=st.sampled_from((None, *UNITS)))
    def reminded(self, official: UUID, unit: UUID | None) -> None:
        units = (unit,) if unit else ()
        done = self._change(official, c.Remind(announcement=self.announcement.id, units=units))
        issued = self.announcement.state.status == "issued"
        assert bool(done) == (official == CHAIR and issued and unit != BEN_NGHE)
        assert not done or done[0].units == (units or TOLD)

    @rule(number=st.integers(0, 9))
    def withdrawn(self, number: int) -> None:
        if number == 0:
            self._change(CHAIR, c.Withdraw(announcement=self.announcement.id, reason="Nhầm"))

    @rule(official=person, unit=st.sampled_from(UNITS))
    def somebody_changes_seats(self, official: UUID, unit: UUID) -> None:
        self._seat(official, unit)

    @rule(
        official=st.sampled_from((CHAIR, *PEOPLE)),
        unit=st.sampled_from((None, None, None, *UNITS)),
        behind=st.integers(-1, 2),
        late=st.integers(0, 300),
        fully=st.booleans(),
    )
    def somebody_reads(self, official: UUID, unit: UUID | None, behind: int, late: int, fully: bool) -> None:
        """`behind`: so many editions ago, for their device had no network."""
        state, own = self.announcement.state, self.organisation.posts[_post(official)].unit
        edition, through = state.edition - behind, unit or own
        kind = r.Acknowledge if fully else r.Open
        command = kind(announcement=self.announcement.id, unit=through, edition=edition)
        by = self._by(official, late)
        kept = self.receipts.get(command.identity(by))
        try:
            decide(command, kept, by.actor, self.organisation, NOW, by.read)
            receipt = command.keep(kept, by)
        except Rejection:
            told = through in TOLD and through == own and official != CHAIR
            assert not (told and 1 <= edition <= state.edition and (state.acknowledge or not fully))
            return
        assert through in TOLD
        assert through == own
        assert official != CHAIR
        self.receipts[receipt.id] = receipt
        at = by.given_at
        assert all(event.at == at for event in self._keep(receipt))
        first, seen, acknowledged = self.did.get(official, (through, edition, 0))
        self.did[official] = first, seen, max(acknowledged, edition if fully else 0)

    @invariant()
    def each_receipt_says_what_its_reader_did(self) -> None:
        assert len(self.receipts) == len(self.did)
        for official, (unit, opened, acknowledged) in self.did.items():
            state = self.receipts[r.receipt_of(self.announcement.id, official)].state
            assert (state.official, state.unit, state.opened) == (official, unit, opened)
            assert state.acknowledged == acknowledged
            assert (state.acknowledged_at is not None) == bool(acknowledged)
            assert state.issuer == self.announcement.state.issuer

    @invariant()
    def what_counts_is_an_edition_that_there_was(self) -> None:
        state = self.announcement.state
        assert 1 <= state.counts_from <= state.edition
        assert state.acknowledge or state.counts_from == 1

    @invariant()
    def the_log_says_the_same(self) -> None:
        for subject in (self.announcement, *self.receipts.values()):
            replayed: Any = None
            for event in self.log[subject.id]:
                replayed = event.mutate(replayed)
            assert isinstance(replayed, Announcement | r.Receipt)
            assert replayed.state == subject.state


TestAnnouncementAndReaders = AnnouncementAndReaders.TestCase
TestAnnouncementAndReaders.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
