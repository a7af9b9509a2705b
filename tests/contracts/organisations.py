"""Random organisations with everything that can happen to them, made by real commands from one seed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from domain import absence, delegation, official, post, unit
from domain.announcement.announcement import Announcement
from domain.channel.channel import Channel
from domain.contest.contest import Contest
from domain.directive import commands as d
from domain.directive.directive import Directive
from domain.evaluation.rule import EvaluationRule
from domain.facts import DELEGABLE, POWERS
from domain.kernel import Actor, By, Change, Creation, Event, Fact, Keeping, Noun, Rejection, Seat
from domain.message.message import Message
from domain.organisation import Organisation
from domain.recurrence.recurrence import Recurrence
from domain.reminder import Reminder
from domain.task import commands as t
from domain.task.events import Endorsed, Submitted
from domain.task.task import Task
from domain.template import commands as template
from domain.template.template import Template
from tests.contracts.absences import go_away
from tests.contracts.announcements import announce
from tests.contracts.judged import judge
from tests.contracts.moments import remind
from tests.contracts.naive import Known
from tests.contracts.recurring import recur
from tests.contracts.talk import talk
from tests.domain.examples import FLOOD_FORM, OUTLINE

NOW = datetime(2025, 7, 7, 0, 5, tzinfo=UTC)
BEFORE = NOW - timedelta(days=30)
DEADLINE = NOW + timedelta(days=3)
KEPT: dict[type[Any], str] = {
    Task: "task",
    Directive: "directive",
    Recurrence: "recurrence",
    Channel: "channel",
    Message: "message",
    Announcement: "announcement",
    Contest: "contest",
    EvaluationRule: "rule",
}
"""Nouns of which the whole state is known, and as what."""


class World:
    """An organisation after a random history, `facts`, and the work in it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.organisation = Organisation()
        self.facts: list[Fact] = []
        self.nouns: dict[UUID, Noun] = {}
        self.known: dict[UUID, Known] = {}
        self.units: list[UUID] = []
        self.posts: list[UUID] = []
        self.officials: list[UUID] = []
        self.delegations: list[UUID] = []
        self.absences: list[UUID] = []
        self.templates: list[UUID] = []
        self.tasks: list[UUID] = []
        self.directives: list[UUID] = []
        self.channels: list[UUID] = []
        self.messages: list[UUID] = []
        self.announcements: list[UUID] = []
        self.reminders: list[UUID] = []
        self.rules: list[UUID] = []
        self.contests: list[UUID] = []
        self.recurring: list[UUID] = []
        self._found()
        self._seat_people()
        self._lend()
        self._outline()
        self._reform()
        for _ in range(6):
            self._work()
        for _ in range(2):
            self._direct()
        talk(self)
        announce(self)
        remind(self)
        judge(self)
        go_away(self)
        recur(self)

    def id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def some_unit(self) -> UUID:
        return self.id() if self.chance(0.03) else self.random.choice(self.units)

    def some_post(self) -> UUID:
        return self.id() if self.chance(0.03) else self.random.choice(self.posts)

    def seat(self) -> Seat:
        """A desk or a post, sometimes one that is not where it is said to be."""
        if self.chance(0.4):
            return Seat(unit=self.some_unit())
        where = self.some_unit() if self.chance(0.05) else None
        post = self.some_post()
        fact = self.organisation.posts.get(post)
        return Seat(unit=where or (fact.unit if fact else self.some_unit()), post=post)

    def run(
        self, command: Any, seat: Seat | None = None, now: datetime = BEFORE, who: UUID | None = None
    ) -> Noun | None:
        """What the command makes or changes; nothing if the noun's own rules refuse it."""
        someone = self.random.choice(self.officials or [self.id()])
        actor = Actor(official=who or someone, policy=None if who else "setup")
        known = self.nouns.get(command.target) if isinstance(command, Change) else None
        read = {id: self.nouns[id] for id in command.reads(known) if id in self.nouns}
        by = By(actor=actor, now=now, command=self.id(), seat=seat, read=read)
        try:
            subject = self._done(command, known, by)
        except Rejection:
            return None
        events = tuple(subject.collect_events())
        if events:
            self.nouns[subject.id] = subject
            self._learn(subject, events)
        return subject

    def _done(self, command: Any, known: Noun | None, by: By) -> Noun:
        made: Noun
        if isinstance(command, Creation):
            made = command.create(by)
        elif isinstance(command, Keeping):
            made = command.keep(self.nouns.get(command.identity(by)), by)
        else:
            assert known is not None
            command.execute(known, by)
            made = known
        return made

    def _learn(self, subject: Noun, events: tuple[Any, ...]) -> None:
        facts = subject.facts(events)
        self.facts.extend(facts)
        self.organisation.apply(self.organisation.position + 1, facts)
        known = self.known.setdefault(subject.id, Known())
        if isinstance(subject, tuple(KEPT)):
            setattr(known, KEPT[type(subject)], subject.state)
        if isinstance(subject, Task):
            known.endorsed = _endorsed(events, known.endorsed)
        elif isinstance(subject, Reminder):
            known.owner = subject.state.official
        elif isinstance(subject, delegation.Delegation):
            known.giver = subject.giver
        elif isinstance(subject, absence.Absence):
            known.absent = subject.official
        elif isinstance(subject, unit.Unit):
            known.unit = subject.id
        elif isinstance(subject, Template):
            known.template_of = subject.state.unit

    def _made(self, command: Creation[Any], ids: list[UUID], seat: Seat | None = None) -> Noun | None:
        noun = self.run(command, seat)
        if noun is not None:
            ids.append(noun.id)
        return noun

    def _found(self) -> None:
        for number in range(self.random.randint(6, 10)):
            parent = self.random.choice(self.units[-5:]) if number and not self.chance(0.08) else None
            self._made(
                unit.Create(full_name="-", short_name="-", code=f"H{number}", kind="ward", parent=parent),
                self.units,
            )
        for number in range(self.random.randint(8, 12)):
            self._made(official.Register(full_name="-", email=f"a{number}@city.example"), self.officials)

    def _seat_people(self) -> None:
        peopled = self.random.sample(self.units, len(self.units) - 3)
        for at in [*peopled, *self.random.choices(peopled, k=len(peopled))]:
            leading = self.chance(0.6)
            self._made(
                post.Create(
                    unit=at,
                    title="-",
                    leading=leading,
                    order=self.random.randint(0, 2),
                    intake=self.chance(0.3),
                ),
                self.posts,
            )
        for seat in self.posts:
            if self.chance(0.85):
                self.run(post.HandOver(post=seat, holder=self.random.choice(self.officials)))
            for _ in range(self.random.choice((0, 0, 1, 2, 3))):
                over = self.random.choice(
                    (self.units[0], self.organisation.posts[seat].unit, self.some_unit())
                )
                self.run(post.Grant(post=seat, power=self.random.choice(POWERS), unit=over))

    def _lend(self) -> None:
        hours = (-48, -24, -1, 0, 1, 24)
        for _ in range(14):
            start, end = sorted(self.random.sample(hours, 2))
            powers = tuple(self.random.sample(DELEGABLE, self.random.randint(1, 3)))
            giver, receiver = self.random.choices(self.posts, k=2)
            give = delegation.Give(
                giver=giver,
                receiver=receiver,
                powers=powers,
                start=NOW + timedelta(hours=start),
                end=NOW + timedelta(hours=end),
                paper="1/QĐ",
            )
            if self._made(give, self.delegations) and self.chance(0.2):
                self.run(delegation.Revoke(delegation=self.delegations[-1]))
        for given in self.delegations:
            for hours in self.random.choice(((), (-30,), (-30, 0), (0,), (0,), (0,))):
                self.run(delegation.FollowDates(delegation=given), now=NOW + timedelta(hours=hours))

    def _outside(self, ended: UUID) -> list[UUID]:
        """The active units that are not in the one that ends."""
        units = self.organisation.units
        return [
            other
            for other in self.units
            if units[other].active and not self.organisation.contains(ended, other)
        ]

    def _outline(self) -> None:
        """Templates of some units, before any of them ends."""
        for _ in range(5):
            unit = self.random.choice(self.units)
            self._made(template.Create(unit=unit, full_name="-", outline=OUTLINE), self.templates)

    def _reform(self) -> None:
        """Move, merge, split and close units; change, empty and close posts; people leave."""
        for at in self.random.sample(self.units, 4):
            others = self._outside(at)
            step = self.random.choice(("move", "merge", "merge", "split", "close"))
            if step == "move" and others:
                self.run(unit.Move(unit=at, parent=self.random.choice(others)))
            elif step == "merge" and others:
                self.run(unit.Merge(unit=at, into=self.random.choice(others)))
            elif step == "split" and len(others) > 1:
                self.run(unit.Divide(unit=at, into=tuple(self.random.sample(others, 2))))
            elif step == "close" and self.chance(0.3):
                self.run(unit.Close(unit=at))
        for seat in self.random.sample(self.posts, 5):
            step = self.random.choice(("change", "empty", "close", "pass on", "revoke"))
            if step == "change":
                self.run(post.Alter(post=seat, title="-", leading=True, order=1, intake=False))
            elif step == "close":
                self.run(post.Close(post=seat))
            elif step == "revoke" and self.organisation.posts[seat].powers:
                power = self.organisation.posts[seat].powers[0]
                self.run(post.Revoke(post=seat, power=power.name, unit=power.unit))
            else:
                holder = self.random.choice(self.officials) if step == "pass on" else None
                self.run(post.HandOver(post=seat, holder=holder))
        if self.chance(0.7):
            self.run(official.Leave(official=self.random.choice(self.officials)))

    def own_seat(self) -> Seat:
        """Some post, in its unit."""
        id = self.random.choice(self.posts)
        return Seat(unit=self.organisation.posts[id].unit, post=id)

    def _work(self) -> None:
        """A task, and what becomes of it: whoever it is, access is not asked."""
        directive = self.id() if self.chance(0.2) else None
        assign = t.Assign(
            title="Nạo vét cống",
            lead=self.seat(),
            urgency="normal",
            deadline=DEADLINE,
            coordinating=tuple(self.seat() for _ in range(self.random.randint(0, 2))),
            following=tuple(self.seat() for _ in range(self.random.randint(0, 2))),
            chaser=self.seat() if self.chance(0.5) else None,
            assigner=Seat(unit=self.random.choice(self.units)) if self.chance(0.2) else None,
            directive=directive,
            form=FLOOD_FORM if directive and self.chance(0.5) else (),
        )
        task = self._made(assign, self.tasks, self.own_seat())
        assert task is not None
        for _ in range(self.random.randint(0, 2)):
            self.run(t.SubAssign(task=task.id, to=self.seat()), self.own_seat())
        if self.chance(0.5):
            self.run(t.Submit(task=task.id), self.own_seat())
            for _ in range(self.random.randint(0, 2)):
                self.run(t.Endorse(task=task.id), self.own_seat())
        for _ in range(self.random.choice((0, 0, 1, 2, 4))):
            self.run(self._step(task.id), self.own_seat())

    def _step(self, task: UUID) -> Change[Any]:
        known = self.known[task].task
        assert known is not None
        steps = (
            t.SubAssign(task=task, to=self.seat()),
            t.Accept(task=task),
            t.Submit(task=task),
            t.Endorse(task=task),
            t.Return(task=task, reason="-"),
            t.Decline(task=task, reason="-"),
            t.Complete(task=task),
            t.Cancel(task=task, reason="-"),
            t.Reopen(task=task, reason="-"),
            t.Reassign(task=task, lead=self.seat()),
            t.Reassign(task=task, lead=self.seat(), replaces=self.random.choice(known.chain)),
            t.RequestExtension(task=task, deadline=DEADLINE + timedelta(days=1), reason="-"),
        )
        return self.random.choice(steps)

    def _direct(self) -> None:
        units = tuple(self.random.sample(self.units, 3))
        issue = d.Issue(title="-", text="-", deadline=DEADLINE, urgency="normal", units=units)
        issuer = self.own_seat()
        if self.chance(0.7) and issuer.post:
            self.run(post.Grant(post=issuer.post, power="issue-directive", unit=self.units[0]))
        self._made(issue, self.directives, issuer)


def _endorsed(events: tuple[Event, ...], before: int) -> int:
    """How many links endorsed the submission that stands."""
    count = before
    for event in events:
        if isinstance(event, Submitted):
            count = 0
        elif isinstance(event, Endorsed):
            count += 1
    return count
