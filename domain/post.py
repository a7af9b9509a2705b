"""A post (chức vụ): a seat in a unit, held by one official after another, with the powers given to it."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from domain import text
from domain.facts import POWERS, PostFact, Power, TouchFact
from domain.kernel import By, Change, CreatedEvent, Creation, Event, Events, Fact, Noun, Rejection


class Created(CreatedEvent):
    """A seat was set up in a unit, empty. `order` ranks leading posts for acting in place (KT.)."""

    TOPIC = "post.created"
    unit: UUID
    title: str
    leading: bool
    order: int
    intake: bool


class Changed(Event):
    """The seat's title or part in its unit is another."""

    TOPIC = "post.changed"
    title: str
    leading: bool
    order: int
    intake: bool

    def apply(self, subject: Post) -> None:
        subject.title, subject.leading = self.title, self.leading
        subject.order, subject.intake = self.order, self.intake


class HandedOver(Event):
    """The seat passed from `previous` to `holder` (None: empty). Work bound to the seat stays with it."""

    TOPIC = "post.handed-over"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    previous: UUID | None
    holder: UUID | None
    reason: str | None
    author: UUID

    def apply(self, subject: Post) -> None:
        subject.holder = self.holder


class Closed(Event):
    """The seat exists no longer; `previous` held it last."""

    TOPIC = "post.closed"
    previous: UUID | None

    def apply(self, subject: Post) -> None:
        subject.active, subject.holder, subject.powers = False, None, ()


class PowerGranted(Event):
    """Whoever holds the seat may do more."""

    TOPIC = "post.power-granted"
    power: Power

    def apply(self, subject: Post) -> None:
        subject.powers = (*subject.powers, self.power)


class PowerRevoked(Event):
    """Whoever holds the seat may do less."""

    TOPIC = "post.power-revoked"
    power: Power

    def apply(self, subject: Post) -> None:
        subject.powers = tuple(power for power in subject.powers if power != self.power)


class Post(Noun, created=Created):
    """A seat. It keeps its work and its powers when its holder changes."""

    TOPIC = "post"
    unit: UUID
    title: str
    leading: bool
    order: int
    intake: bool
    holder: UUID | None = None
    powers: tuple[Power, ...] = ()
    active: bool = True

    def require_active(self) -> None:
        """Refuse to change a post that was closed."""
        if not self.active:
            raise Rejection("post.not-active", post=str(self.id), title=self.title)

    def facts(self, events: Events) -> tuple[Fact, ...]:
        """The seat as it is now; a touch for all who held or hold it."""
        here = PostFact(
            subject=self.id,
            unit=self.unit,
            holder=self.holder,
            leading=self.leading,
            order=self.order,
            intake=self.intake,
            active=self.active,
            powers=self.powers,
        )
        people = {e.previous for e in events if isinstance(e, HandedOver | Closed)} | {self.holder}
        return (here, *(TouchFact(subject=person) for person in sorted(people - {None}, key=str) if person))


class Create(Creation[Post], frozen=True):
    """Set up an empty seat in a unit."""

    name: ClassVar[str] = "post.create"
    noun: ClassVar[type[Noun]] = Post
    unit: UUID
    title: str
    leading: bool = False
    order: int = 0
    intake: bool = False

    def create(self, by: By) -> Post:
        return Post.begin(
            Created,
            self.identity(by),
            by,
            unit=self.unit,
            title=text.required("title", self.title, 200),
            leading=self.leading,
            order=self.order,
            intake=self.intake,
        )


class PostChange(Change[Post], frozen=True):
    """A command to one post."""

    noun: ClassVar[type[Noun]] = Post
    post: UUID

    @property
    def target(self) -> UUID:
        return self.post


class Alter(PostChange, frozen=True):
    """Change what the seat is called and what it does in its unit."""

    name: ClassVar[str] = "post.change"
    title: str
    leading: bool
    order: int
    intake: bool

    def execute(self, subject: Post, by: By) -> None:
        subject.require_active()
        title = text.required("title", self.title, 200)
        new = (title, self.leading, self.order, self.intake)
        if new != (subject.title, subject.leading, subject.order, subject.intake):
            subject.record(
                Changed, by, title=title, leading=self.leading, order=self.order, intake=self.intake
            )


class HandOver(PostChange, frozen=True):
    """Give the seat to another official, or to nobody."""

    name: ClassVar[str] = "post.handOver"
    holder: UUID | None
    reason: str | None = None

    def execute(self, subject: Post, by: By) -> None:
        subject.require_active()
        if self.holder == subject.holder:
            return
        subject.record(
            HandedOver,
            by,
            previous=subject.holder,
            holder=self.holder,
            reason=text.optional("reason", self.reason, 1000),
            author=by.author,
        )


class Close(PostChange, frozen=True):
    """End the seat; its work goes to its unit's desk."""

    name: ClassVar[str] = "post.close"

    def execute(self, subject: Post, by: By) -> None:
        if subject.active:
            subject.record(Closed, by, previous=subject.holder)


class PowerChange(PostChange, frozen=True):
    """A command about one power over one unit."""

    power: str
    unit: UUID

    @property
    def right(self) -> Power:
        """The power meant; refuses an unknown name."""
        if self.power not in POWERS:
            raise Rejection("power.unknown", power=self.power, powers=", ".join(POWERS))
        return Power(name=self.power, unit=self.unit)


class Grant(PowerChange, frozen=True):
    """Give the post a power over a unit and all that it contains."""

    name: ClassVar[str] = "power.grant"

    def execute(self, subject: Post, by: By) -> None:
        subject.require_active()
        if self.right not in subject.powers:
            subject.record(PowerGranted, by, power=self.right)


class Revoke(PowerChange, frozen=True):
    """Take a power back from the post."""

    name: ClassVar[str] = "power.revoke"

    def execute(self, subject: Post, by: By) -> None:
        subject.require_active()
        if self.right in subject.powers:
            subject.record(PowerRevoked, by, power=self.right)
