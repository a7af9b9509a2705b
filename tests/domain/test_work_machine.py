"""Random people in a random organisation work on a task: what must hold after every command holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.access import acting_seat, decide, sees
from domain.catalog import POLICIES
from domain.facts import OfficialFact, PostFact, Power, UnitFact
from domain.kernel import Actor, By, Change, Event, Rejection, Seat
from domain.organisation import Organisation
from domain.policies import Cause, Work
from domain.task import commands as c
from domain.task import events as e
from domain.task.checklist import Wording
from domain.task.state import State, audience, seats_in_part
from domain.task.task import Task
from tests.domain.examples import named
from tests.domain.scenario import NOW

FIRST = named("item")
DEADLINE = NOW + timedelta(days=3)
Make = Callable[[UUID, Seat, datetime], Change[Task]]


def often(times: int, make: Make) -> tuple[Make, ...]:
    return (make,) * times


TASK_COMMANDS: tuple[Make, ...] = (
    *often(2, lambda task, seat, when: c.Open(task=task)),
    *often(2, lambda task, seat, when: c.Accept(task=task)),
    *often(2, lambda task, seat, when: c.Decline(task=task, reason="Không đúng việc", suggested=seat)),
    *often(5, lambda task, seat, when: c.SubAssign(task=task, to=seat)),
    *often(1, lambda task, seat, when: c.Report(task=task, percent=50, text="Đang làm")),
    *often(5, lambda task, seat, when: c.Submit(task=task)),
    *often(5, lambda task, seat, when: c.Endorse(task=task)),
    *often(1, lambda task, seat, when: c.Return(task=task, reason="Chưa đủ")),
    *often(2, lambda task, seat, when: c.Complete(task=task)),
    *often(2, lambda task, seat, when: c.RequestExtension(task=task, deadline=when, reason="Mưa lớn")),
    *often(2, lambda task, seat, when: c.GrantExtension(task=task)),
    *often(1, lambda task, seat, when: c.RefuseExtension(task=task, reason="Rất gấp")),
    *often(1, lambda task, seat, when: c.ChangeDeadline(task=task, deadline=when)),
    *often(2, lambda task, seat, when: c.Reassign(task=task, lead=seat)),
    *often(1, lambda task, seat, when: c.Cancel(task=task, reason="Không cần nữa")),
    *often(2, lambda task, seat, when: c.Reopen(task=task, reason="Cần thêm")),
    *often(1, lambda task, seat, when: c.Chase(task=task)),
    *often(2, lambda task, seat, when: c.Suspend(task=task, reason="Chờ kinh phí", until=when)),
    *often(3, lambda task, seat, when: c.Resume(task=task)),
    *often(1, lambda task, seat, when: c.Check(task=task, item=FIRST)),
    *often(1, lambda task, seat, when: c.SetChecklist(task=task, items=(Wording(text="Đo", id=FIRST),))),
    *often(1, lambda task, seat, when: c.SetWeight(task=task, weight=2)),
)
"""Those that bring a task far come more often."""

NEXT = {
    "lead": lambda task: c.Submit(task=task),
    "link": lambda task: c.Endorse(task=task),
    "assigner": lambda task: c.Cancel(task=task, reason="-"),
}
"""What those whose turn it is can always do."""

index = st.integers(min_value=0, max_value=999)


class WorkOnATask(RuleBasedStateMachine):
    """One task, everybody at it: mostly those who may, sometimes those who may not."""

    @initialize(
        parents=st.lists(index, min_size=1, max_size=5),
        posts=st.lists(st.tuples(index, st.booleans(), st.booleans()), min_size=2, max_size=8),
        lead=index,
        beside=st.lists(index, max_size=2),
    )
    def a_task_is_assigned(
        self, parents: list[int], posts: list[tuple[int, bool, bool]], lead: int, beside: list[int]
    ) -> None:
        self.organisation = Organisation()
        self.units = [named(f"unit {number}") for number in range(len(parents) + 1)]
        self.posts: list[UUID] = []
        self.position = self.step = 0
        self.now = NOW
        for number, unit in enumerate(self.units):
            above = self.units[parents[number - 1] % number] if number else None
            self._know(UnitFact(subject=unit, parent=above, active=True))
            self._seat(number, leading=True, intake=False)
        for unit_number, leading, intake in posts:
            self._seat(unit_number % len(self.units), leading=leading, intake=intake)
        across = PostFact(
            subject=self.posts[0],
            unit=self.units[0],
            holder=self._holder(self.posts[0]),
            leading=True,
            order=0,
            intake=False,
            active=True,
            powers=(Power(name="assign-across", unit=self.units[0]),),
        )
        self._know(across)
        self.events: list[Event] = []
        command = c.Assign(
            title="Nạo vét cống",
            lead=self._any_seat(lead),
            urgency="normal",
            deadline=DEADLINE,
            coordinating=tuple(map(self._any_seat, beside)),
        )
        by = self._by(self.posts[0])
        decide(command, None, by.actor, self.organisation, self.now)
        self.task = command.create(by)
        self._keep()
        self.ever = set(self.task.state.chain)

    def _know(self, fact: Any) -> None:
        self.position += 1
        self.organisation.apply(self.position, [fact])

    def _seat(self, unit: int, leading: bool, intake: bool) -> None:
        post = named(f"post {len(self.posts)}")
        self.posts.append(post)
        holder = self._holder(post)
        self._know(OfficialFact(subject=holder, active=True))
        self._know(
            PostFact(
                subject=post,
                unit=self.units[unit],
                holder=holder,
                leading=leading,
                order=len(self.posts),
                intake=intake,
                active=True,
            )
        )

    def _holder(self, post: UUID) -> UUID:
        return uuid5(post, "holder")

    def _seats(self) -> list[Seat]:
        posts = [Seat(unit=self.organisation.posts[post].unit, post=post) for post in self._held()]
        return [Seat(unit=unit) for unit in self.units] + posts

    def _any_seat(self, number: int) -> Seat:
        seats = self._seats()
        return seats[number % len(seats)]

    def _held(self) -> list[UUID]:
        return [post for post in self.posts if self.organisation.posts[post].holder]

    def _by(self, post: UUID, policy: str | None = None) -> By:
        self.step += 1
        actor = Actor(official=self._holder(post), post=post, policy=policy)
        command = named(f"command {self.step}")
        return By(actor=actor, now=self.now, command=command, seat=acting_seat(actor, self.organisation))

    def _may(self, command: Change[Task], post: UUID) -> bool:
        actor = Actor(official=self._holder(post), post=post)
        try:
            decide(command, self.task, actor, self.organisation, self.now)
        except Rejection:
            return False
        return True

    def _keep(self) -> list[Any]:
        new: list[Any] = list(self.task.collect_events())
        self.events += new
        return new

    def _options(self, make: Make, when: datetime) -> list[tuple[Change[Task], UUID]]:
        """The command, about each seat, with each post that may give it."""
        commands = {make(self.task.id, seat, when) for seat in self._seats()}
        ordered = sorted(commands, key=repr)
        return [(command, post) for command in ordered for post in self._held() if self._may(command, post)]

    @rule(which=index, who=index, minutes=st.integers(0, 600), later=st.integers(1, 100))
    def somebody_does_something(self, which: int, who: int, minutes: int, later: int) -> None:
        self.now += timedelta(minutes=minutes)
        make = TASK_COMMANDS[which % len(TASK_COMMANDS)]
        options = self._options(make, DEADLINE + timedelta(hours=later))
        if not options:
            return
        before: State = self.task.state
        command, post = options[who % len(options)]
        try:
            command.execute(self.task, self._by(post))
        except Rejection:
            assert self._keep() == []
            assert self.task.state == before
            return
        new = self._keep()
        self._check_step(before, new)
        for event in new:
            self._follow(event)

    def _follow(self, event: Event) -> None:
        """What the platform draws from an event about the task."""
        cause = Cause(event=event, position=len(self.events))
        for policy in POLICIES.get(event.__class__.__dict__["TOPIC"], ()):
            for drawn in policy.draw(cause, Work(organisation=self.organisation)):
                decide(drawn.command, self.task, drawn.actor, self.organisation, self.now)
                assert isinstance(drawn.command, Change)
                drawn.command.execute(self.task, self._by(self.posts[0], drawn.actor.policy))
                self._keep()

    @rule(which=index)
    def somebody_leaves_their_seat(self, which: int) -> None:
        """Never the leaders that each unit begins with: a unit's desk is somebody."""
        leavers = [post for post in self._held() if post not in self.posts[: len(self.units)]]
        if not leavers or which % 4:
            return
        post = leavers[which % len(leavers)]
        fact = self.organisation.posts[post]
        self._know(
            PostFact(
                subject=post,
                unit=fact.unit,
                holder=None,
                leading=fact.leading,
                order=fact.order,
                intake=fact.intake,
                active=True,
            )
        )
        self._bequeath(Seat(unit=fact.unit, post=post), Seat(unit=fact.unit))

    def _bequeath(self, seat: Seat, desk: Seat) -> None:
        if not self.task.state.open:
            return
        command = c.Reassign(task=self.task.id, lead=desk, replaces=seat)
        by = self._by(self.posts[0], policy="empty-seat")
        decide(command, self.task, by.actor, self.organisation, self.now)
        status = self.task.state.status
        command.execute(self.task, by)
        self._keep()
        assert self.task.state.status == status
        assert seat not in seats_in_part(self.task.state)

    def _check_step(self, before: State, new: list[Any]) -> None:
        self.ever |= set(self.task.state.chain)
        if any(isinstance(event, e.Completed) for event in new):
            assert before.status == "submitted"
            assert before.submission is not None
            self._check_endorsed()
        if new and before.waiting == "assigner" and self.task.state.waiting != "assigner":
            kept = (self.now - before.waiting_since).total_seconds()
            assert self.task.state.waited == before.waited + kept

    def _since_submission(self) -> list[Event]:
        latest = max(n for n, event in enumerate(self.events) if isinstance(event, e.Submitted))
        return self.events[latest + 1 :]

    def _check_endorsed(self) -> None:
        """Since its submission, what was completed was endorsed by each link and never returned."""
        since = self._since_submission()
        assert sum(isinstance(event, e.Endorsed) for event in since) == len(self.task.state.links)
        undone = (e.Returned, e.Cancelled, e.Reopened, e.Declined)
        assert not any(isinstance(event, undone) for event in since)

    @invariant()
    def a_submission_climbs_one_link_an_endorsement(self) -> None:
        state: State = self.task.state
        if state.status == "submitted":
            endorsed = sum(isinstance(event, e.Endorsed) for event in self._since_submission())
            assert len(state.links) - 1 - state.climb == endorsed

    @invariant()
    def the_log_says_the_same(self) -> None:
        replayed: Any = None
        for event in self.events:
            replayed = event.mutate(replayed)
        assert replayed.state == self.task.state
        assert self.task.state.version == len(self.events)

    @invariant()
    def it_has_one_lead_and_a_chain_without_repeats(self) -> None:
        state: State = self.task.state
        assert state.lead == state.chain[0]
        if state.status not in ("submitted", "completed"):
            assert len(set(state.chain)) == len(state.chain)

    @invariant()
    def the_original_deadline_is_kept(self) -> None:
        assert self.task.state.original_deadline == DEADLINE

    def _sit(self, seat: Seat) -> list[UUID]:
        """Whoever holds the post, or is on the unit's desk."""
        if seat.post:
            return [post for post in self._held() if post == seat.post]
        return [post for post in self._held() if self.organisation.on_desk(post, seat.unit)]

    @invariant()
    def whoever_is_waited_for_is_there_and_may_act(self) -> None:
        state: State = self.task.state
        assert (state.waiting == "none") is (not state.open or state.suspension is not None)
        if state.waiting_seat is not None:
            command = NEXT[state.waiting](self.task.id)
            sitting = self._sit(state.waiting_seat)
            assert sitting
            assert all(self._may(command, post) for post in sitting)
            assert state.waiting_since <= self.now

    @invariant()
    def whoever_had_it_sees_it(self) -> None:
        scopes = audience(self.task.state)
        for seat in self.ever:
            assert seat.scope in scopes
            holder = self.organisation.posts[seat.post].holder if seat.post else None
            if holder:
                assert sees(holder, scopes, self.organisation)

    @invariant()
    def suspended_work_comes_back_to_what_it_was(self) -> None:
        state: State = self.task.state
        assert (state.suspension is not None) is (state.status == "suspended")
        if state.suspension is not None:
            assert state.suspension.before in ("assigned", "accepted", "in-progress", "returned")

    @invariant()
    def judged_only_when_completed(self) -> None:
        state: State = self.task.state
        assert (state.in_time is not None) is (state.status == "completed")
        assert (state.completed_at is not None) is (state.status == "completed")
        assert (state.submission is not None) is (state.status in ("submitted", "completed"))


TestWorkOnATask = WorkOnATask.TestCase
TestWorkOnATask.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
