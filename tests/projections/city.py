"""A small city whose officials act at random: real aggregates, real commands, a log of what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from backend.store.draft import Draft
from backend.store.store import Store
from domain import file, official, post, receipt, unit
from domain.announcement import commands as announcements
from domain.channel import commands as channels
from domain.directive import commands as directives
from domain.form import Answer, Question
from domain.kernel import Actor, By, Change, Creation, Keeping, Noun, Rejection, Seat
from domain.message import commands as messages
from domain.message.state import Mention
from domain.task import commands as tasks
from domain.task.task import Task
from projections.kernel import Metadata, Recorded

START = datetime(2025, 7, 7, 0, 5, tzinfo=UTC)
FORM = (
    Question(key="households", label="Số hộ bị ngập", kind="number", required=True, unit="hộ"),
    Question(key="state", label="Tình hình", kind="choice", options=("bình thường", "nghiêm trọng")),
)


class City:
    """Keeps all aggregates; `events` is the log so far, `waiting` what no store has yet."""

    def __init__(self, seed: int = 1) -> None:
        self.random = Random(seed)
        self.nouns: dict[UUID, Any] = {}
        self.events: list[Recorded] = []
        self.waiting: list[Draft] = []
        self.now = START
        self._count = 0
        self.people: list[UUID] = []
        self.units: list[UUID] = []
        self.posts: list[UUID] = []
        self.tasks: list[UUID] = []
        self.directives: list[UUID] = []
        self.channels: list[UUID] = []
        self.messages: list[UUID] = []
        self.announcements: list[UUID] = []

    def run(self, command: Any, who: UUID | None = None, seat: Seat | None = None) -> UUID | None:
        """Execute a command; gives the aggregate's id, None if it was refused."""
        self._count += 1
        self.now += timedelta(minutes=1)
        by = By(
            actor=Actor(official=who, post=seat.post if seat else None),
            now=self.now,
            command=uuid5(UUID(int=7), str(self._count)),
            seat=seat,
            read={id: self.nouns[id] for id in self._reads(command) if id in self.nouns},
        )
        try:
            subject = self._executed(command, by)
        except Rejection:
            return None
        self._keep(subject, by)
        return UUID(str(subject.id))

    def _reads(self, command: Any) -> tuple[UUID, ...]:
        subject = self.nouns.get(command.target) if isinstance(command, Change) else None
        found: tuple[UUID, ...] = command.reads(subject)
        return found

    def _executed(self, command: Any, by: By) -> Noun:
        if isinstance(command, Creation):
            subject: Noun = command.create(by)
            return self.nouns.setdefault(subject.id, subject)
        if isinstance(command, Keeping):
            kept: Noun = command.keep(self.nouns.get(command.identity(by)), by)
            return self.nouns.setdefault(kept.id, kept)
        assert isinstance(command, Change)
        subject = self.nouns[command.target]
        command.execute(subject, by)
        return subject

    def _keep(self, subject: Noun, by: By) -> None:
        events = subject.collect_events()
        metadata = Metadata(command=by.command, account=by.actor.official, post=by.actor.post)
        for event in events:
            topic = type(event).__dict__["TOPIC"]
            self.events.append(
                Recorded(len(self.events) + 1, subject.id, event.originator_version, topic, event, metadata)
            )
        draft = Draft(
            official=by.actor.official or UUID(int=0),
            command=by.command,
            hash=b"",
            metadata=metadata,
            events=events,
            facts=subject.facts(tuple(events)),
        )
        if events:
            self.waiting.append(draft)

    def found(self, wards: int = 4) -> City:
        """A city with a chairman, wards with a chairman and a specialist each."""
        top = self.unit("Thành phố Hồ Chí Minh", None)
        self.seat(top, "Chủ tịch", leading=True)
        for number in range(wards):
            ward = self.unit(f"Phường Bến Nghé {number}", top)
            self.seat(ward, "Chủ tịch", leading=True)
            self.seat(ward, "Chuyên viên", leading=False)
        return self

    def unit(self, name: str, parent: UUID | None) -> UUID:
        code = f"H{len(self.units):06d}"
        made = self.run(unit.Create(full_name=name, short_name=name, code=code, kind="ward", parent=parent))
        assert made is not None
        self.units.append(made)
        return made

    def person(self) -> UUID:
        number = len(self.people)
        made = self.run(
            official.Register(
                full_name=f"Nguyễn Văn Đức {number}",
                email=f"p{number}@example.vn",
                private_phone="0901234567" if number % 2 else None,
            )
        )
        assert made is not None
        self.people.append(made)
        return made

    def seat(self, within: UUID, title: str, *, leading: bool) -> Seat:
        made = self.run(post.Create(unit=within, title=title, leading=leading, order=1, intake=False))
        assert made is not None
        self.posts.append(made)
        self.run(post.HandOver(post=made, holder=self.person()))
        return Seat(within, made)

    def acting(self, seat: UUID | None = None) -> tuple[UUID | None, Seat]:
        """Somebody in their seat."""
        chosen = self.nouns[seat or self.random.choice(self.posts)]
        return chosen.holder, Seat(chosen.unit, chosen.id)

    def any_seat(self) -> Seat:
        chosen = self.nouns[self.random.choice(self.posts)]
        return Seat(chosen.unit, self.random.choice([None, chosen.id]))

    def deadline(self) -> datetime:
        return self.now + timedelta(days=self.random.randint(1, 9))

    def assign(self) -> UUID | None:
        who, seat = self.acting()
        others = tuple({self.any_seat() for _ in range(self.random.randint(0, 2))})
        command = tasks.Assign(
            title=f"Kiểm tra điểm ngập số {len(self.tasks)}",
            lead=self.any_seat(),
            following=others,
            urgency=self.random.choice(["normal", "flash"]),
            deadline=self.deadline(),
        )
        made = self.run(command, who, seat)
        if made is not None:
            self.tasks.append(made)
        return made

    def direct(self) -> UUID | None:
        who, seat = self.acting(self.posts[0])
        chosen = tuple(self.random.sample(self.units[1:], k=min(3, len(self.units) - 1)))
        command = directives.Issue(
            title="Báo cáo số hộ bị ngập",
            text="Triều cường lúc 07:05",
            deadline=self.deadline(),
            urgency="flash",
            units=chosen,
            form=FORM,
        )
        made = self.run(command, who, seat)
        if made is not None:
            self.directives.append(made)
            for addressed in chosen:
                self._task_of(made, addressed, who, seat)
        return made

    def _task_of(self, directive: UUID, addressed: UUID, who: UUID | None, seat: Seat) -> None:
        state = self.nouns[directive].state
        command = tasks.Assign(
            title=state.title,
            lead=Seat(addressed),
            urgency=state.urgency,
            deadline=state.deadline,
            assigner=state.issuer,
            directive=directive,
            form=FORM,
        )
        made = self.run(command, who, seat)
        assert made == uuid5(directive, str(addressed))
        self.tasks.append(made)

    def work(self) -> None:
        """Something happens to a task; may be refused."""
        task: Task = self.nouns[self.random.choice(self.tasks)]
        state, id = task.state, task.id
        seat = state.lowest if state.lowest.post else self._desk(state.lowest.unit)
        holder = self.nouns[seat.post].holder if seat.post else None
        choices: list[Callable[[], Any]] = [
            lambda: tasks.Open(task=id),
            lambda: tasks.Accept(task=id),
            lambda: tasks.Decline(task=id, reason="Không thuộc thẩm quyền"),
            lambda: tasks.SubAssign(task=id, to=self.any_seat()),
            lambda: tasks.Report(task=id, percent=self.random.randint(0, 99), text="Đang bơm nước"),
            lambda: tasks.Submit(task=id, text="Đã xong"),
            lambda: tasks.RequestExtension(task=id, deadline=self.deadline(), reason="Mưa lớn"),
            lambda: tasks.AnswerForm(task=id, answers=self._answers()),
            lambda: tasks.Complete(task=id, remark=None),
            lambda: tasks.Return(task=id, reason="Thiếu số liệu"),
            lambda: tasks.ChangeDeadline(task=id, deadline=self.deadline()),
            lambda: tasks.Reassign(task=id, lead=self.any_seat()),
            lambda: tasks.Cancel(task=id, reason="Trùng"),
            lambda: tasks.Reopen(task=id, reason="Còn ngập"),
            lambda: tasks.Chase(task=id, text="Khẩn trương"),
        ]
        weights = [4, 4, 1, 2, 6, 3, 1, 3, 3, 1, 1, 1, 1, 1, 1]
        self.run(self.random.choices(choices, weights)[0](), holder or self.people[0], seat)

    def _desk(self, within: UUID) -> Seat:
        return next((Seat(within, p) for p in self.posts if self.nouns[p].unit == within), Seat(within))

    def _answers(self) -> tuple[Answer, ...]:
        return (
            Answer(question="households", value=self.random.randint(0, 300)),
            Answer(question="state", value="nghiêm trọng"),
        )

    def gather(self) -> UUID | None:
        """Somebody opens a channel."""
        who, seat = self.acting()
        members = tuple(self.random.sample(self.people, k=min(3, len(self.people))))
        command: Any = channels.Create(
            kind=self.random.choice(["open", "group"]), title="Chống ngập", members=members
        )
        if self.random.random() < 0.3:
            command = channels.Direct(official=self.random.choice(self.people))
        made = self.run(command, who, seat)
        if made is not None:
            self.channels.append(made)
        return made

    def say(self, channel: UUID | None = None) -> UUID | None:
        """Somebody says something somewhere; may be refused."""
        place = channel or self.random.choice([*self.units, *self.channels, *self.tasks, *self.directives])
        who, seat = self.acting()
        known = [id for id in self.messages if self.nouns[id].state.channel == place]
        thread = self.random.choice(known) if known and self.random.random() < 0.2 else None
        command = messages.Post(
            channel=place,
            text=f"Nước rút {len(self.messages)} cm",
            thread=thread,
            mentions=(Mention(kind="official", id=self.random.choice(self.people)),),
            attachments=(self.upload(who),) if who and len(self.messages) % 5 == 4 else (),
        )
        made = self.run(command, who or self.people[0], seat)
        if made is not None:
            self.messages.append(made)
        return made

    def upload(self, who: UUID) -> UUID:
        """Somebody puts a picture here."""
        command = file.Store(
            file=uuid5(UUID(int=8), str(self._count)),
            file_name="Điểm ngập.jpg",
            size=2048,
            media_type="image/jpeg",
            digest=f"{self._count:064x}",
            width=640,
            height=480,
        )
        made = self.run(command, who)
        assert made is not None
        return made

    def mind(self) -> None:
        """Something happens to a message or a channel; may be refused."""
        if not self.messages or not self.channels:
            return
        id, channel = self.random.choice(self.messages), self.random.choice(self.channels)
        person = self.random.choice(self.people)
        choices: list[Callable[[], Any]] = [
            lambda: messages.Edit(message=id, text="Nước đã rút hết"),
            lambda: messages.Retract(message=id),
            lambda: messages.Expire(message=id),
            lambda: messages.React(message=id, emoji=self.random.choice("👍❤️")),
            lambda: messages.Unreact(message=id, emoji="👍"),
            lambda: messages.Pin(message=id),
            lambda: messages.Unpin(message=id),
            lambda: channels.Add(channel=channel, officials=(person,)),
            lambda: channels.Remove(channel=channel, official=person),
            lambda: channels.Appoint(channel=channel, official=person, moderator=True),
            lambda: channels.Rename(channel=channel, title="Chống ngập 2"),
            lambda: channels.SetRules(channel=channel, posting="moderators", retention_days=30),
            lambda: channels.Archive(channel=channel),
            lambda: channels.Reopen(channel=channel),
        ]
        who, seat = self.acting()
        self.run(
            self.random.choices(choices, [4, 1, 1, 4, 1, 2, 1, 3, 2, 1, 1, 1, 1, 2])[0](), who or person, seat
        )

    def announce(self) -> UUID | None:
        """The city tells some of its units."""
        who, seat = self.acting(self.posts[0])
        command = announcements.Issue(
            title=f"Lịch trực số {len(self.announcements)}",
            text="Trực 24/24 từ ngày 8 đến ngày 10",
            units=tuple(self.random.sample(self.units, k=min(3, len(self.units)))),
            attachments=(self.upload(who),) if who and self.random.random() < 0.3 else (),
        )
        made = self.run(command, who or self.people[0], seat)
        if made is not None:
            self.announcements.append(made)
        return made

    def read(self, announcement: UUID | None = None) -> UUID | None:
        """Somebody opens or acknowledges an announcement, perhaps one that says something else by now."""
        if not self.announcements and announcement is None:
            return None
        told = self.nouns[announcement or self.random.choice(self.announcements)].state
        who, seat = self.acting()
        kind = self.random.choice([receipt.Open, receipt.Acknowledge, receipt.Acknowledge])
        chosen = self.random.choice(told.units)
        command = kind(announcement=told.id, unit=chosen, edition=self.random.randint(1, told.edition))
        return self.run(command, who or self.people[0], seat)

    def amend(self) -> None:
        """Something happens to an announcement."""
        if not self.announcements:
            return
        id = self.random.choice(self.announcements)
        text = f"Trực đến ngày {self.random.randint(10, 20)}"
        choices: list[Callable[[], Any]] = [
            lambda: announcements.Correct(announcement=id, title="Lịch trực", text=text),
            lambda: announcements.Correct(announcement=id, title="Lịch trực", text=text, again=True),
            lambda: announcements.Remind(announcement=id, remark="Khẩn trương"),
            lambda: announcements.Withdraw(announcement=id, reason="Nhầm ngày"),
        ]
        who, seat = self.acting(self.posts[0])
        self.run(self.random.choices(choices, [3, 2, 2, 1])[0](), who or self.people[0], seat)

    def reorganise(self) -> None:
        """Something happens to the organisation; may be refused."""
        chosen, other = self.random.choice(self.units[1:]), self.random.choice(self.units)
        seat, person = self.random.choice(self.posts), self.random.choice(self.people)
        choices: list[Callable[[], Any]] = [
            lambda: self.run(post.HandOver(post=seat, holder=self.random.choice([person, None]))),
            lambda: self.seat(other, "Phó chủ tịch", leading=True),
            lambda: self.run(unit.Rename(unit=chosen, full_name="Phường Sài Gòn", short_name="Sài Gòn")),
            lambda: self._move(chosen, other),
            lambda: self.run(unit.Merge(unit=chosen, into=other)),
            lambda: self.run(official.Leave(official=person)),
            lambda: self.run(official.Erase(official=person)),
        ]
        self.random.choices(choices, [6, 2, 1, 2, 1, 1, 1])[0]()

    def _move(self, chosen: UUID, parent: UUID) -> None:
        at: UUID | None = parent
        while at is not None:
            if at == chosen:
                return
            at = self.nouns[at].parent
        self.run(unit.Move(unit=chosen, parent=parent))

    def live(self, steps: int) -> City:
        """Let people act so often, and talk besides."""
        for _ in range(steps):
            acts = [self.assign, self.direct, self.work, self.reorganise]
            self.random.choices(acts, [3, 1, 30 if self.tasks else 0, 2])[0]()
            if self.random.random() < 0.5:
                talk = [self.gather, self.say, self.mind, self.announce, self.read, self.amend]
                self.random.choices(talk, [1, 8, 4, 1, 6, 1])[0]()
        return self

    async def store(self, store: Store) -> None:
        """Append what no store has yet."""
        for draft in self.waiting:
            await store.append(draft)
        self.waiting.clear()
