"""An official (cán bộ, công chức, viên chức): one person, one account, whatever posts they hold."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, ClassVar, Literal
from uuid import UUID

import msgspec

from domain import text
from domain.facts import OfficialFact
from domain.kernel import By, Change, Claim, CreatedEvent, Creation, Event, Events, Fact, Noun, Rejection

Language = Literal["vi", "en"]
OfficialState = Literal["active", "left", "erased"]

PERSONAL = ("name", "email", "office_phone", "private_phone")
"""What an erasure makes unreadable."""


class Created(CreatedEvent):
    """A person has an account from now on."""

    TOPIC = "official.registered"
    sealed: ClassVar[dict[str, str]] = dict.fromkeys(PERSONAL, "originator_id")
    name: str
    email: str
    office_phone: str | None
    private_phone: str | None
    language: Language


class Changed(Event):
    """The person's card is another."""

    TOPIC = "official.changed"
    sealed: ClassVar[dict[str, str]] = dict.fromkeys(PERSONAL, "originator_id")
    name: str
    email: str
    office_phone: str | None
    private_phone: str | None
    language: Language

    def apply(self, subject: Official) -> None:
        subject.name, subject.email, subject.language = self.name, self.email, self.language
        subject.office_phone, subject.private_phone = self.office_phone, self.private_phone


class Left(Event):
    """The person left the service; their words stay."""

    TOPIC = "official.left"

    def apply(self, subject: Official) -> None:
        subject.state = "left"


class Erased(Event):
    """The key to the person's data is destroyed with this event."""

    TOPIC = "official.erased"
    erases = "originator_id"

    def apply(self, subject: Official) -> None:
        subject.state = "erased"
        subject.name = subject.email = ""
        subject.office_phone = subject.private_phone = None


class Official(Noun, created=Created):
    """A person's account."""

    TOPIC = "official"
    name: str
    email: str
    office_phone: str | None
    private_phone: str | None
    language: Language
    state: OfficialState = "active"

    def require_active(self) -> None:
        """Refuse to change the account of somebody who left."""
        if self.state != "active":
            raise Rejection("official.not-active", official=str(self.id))

    def facts(self, events: Events) -> tuple[Fact, ...]:
        """Whether the account may act."""
        if all(isinstance(event, Changed) for event in events):
            return ()
        return (OfficialFact(subject=self.id, active=self.state == "active"),)


def email_claim(email: str, official: UUID, release: bool = False) -> Claim:
    """One account per address; what is kept is a digest, never the address."""
    digest = sha256(email.encode()).hexdigest()
    return Claim(kind="official.email", value=digest, subject=official, release=release)


class Card(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The personal fields of a command about a person."""

    full_name: str = msgspec.field(name="name")
    email: str
    office_phone: str | None = None
    private_phone: str | None = None
    language: Language = "vi"

    def fields(self) -> dict[str, Any]:
        """The card, checked, as the fields of an event."""
        return {
            "name": text.required("name", self.full_name, 200),
            "email": text.email(self.email),
            "office_phone": text.phone("officePhone", self.office_phone),
            "private_phone": text.phone("privatePhone", self.private_phone),
            "language": self.language,
        }


class Register(Card, Creation[Official], frozen=True, kw_only=True):
    """Open an account for a person."""

    name: ClassVar[str] = "official.register"
    noun: ClassVar[type[Noun]] = Official

    def create(self, by: By) -> Official:
        return Official.begin(Created, self.identity(by), by, **self.fields())

    def claims(self, by: By, subject: Official | None = None) -> tuple[Claim, ...]:
        return (email_claim(text.email(self.email), self.identity(by)),)


class Alter(Card, Change[Official], frozen=True, kw_only=True):
    """Replace the person's card."""

    name: ClassVar[str] = "official.change"
    noun: ClassVar[type[Noun]] = Official
    official: UUID

    @property
    def target(self) -> UUID:
        return self.official

    def execute(self, subject: Official, by: By) -> None:
        subject.require_active()
        fields = self.fields()
        if any(getattr(subject, field) != value for field, value in fields.items()):
            subject.record(Changed, by, **fields)

    def claims(self, by: By, subject: Official | None = None) -> tuple[Claim, ...]:
        email = text.email(self.email)
        if subject is None or subject.email == email:
            return ()
        return (email_claim(subject.email, subject.id, release=True), email_claim(email, subject.id))


class OfficialChange(Change[Official], frozen=True):
    """A command to one official's account."""

    noun: ClassVar[type[Noun]] = Official
    official: UUID

    @property
    def target(self) -> UUID:
        return self.official


class Leave(OfficialChange, frozen=True):
    """Close the account of somebody who leaves; their posts become empty."""

    name: ClassVar[str] = "official.leave"

    def execute(self, subject: Official, by: By) -> None:
        if subject.state == "active":
            subject.record(Left, by)


class Erase(OfficialChange, frozen=True):
    """Make the personal data of somebody who left unreadable, for ever."""

    name: ClassVar[str] = "official.erase"

    def execute(self, subject: Official, by: By) -> None:
        if subject.state == "active":
            raise Rejection("official.still-active", official=str(subject.id))
        if subject.state == "left":
            subject.record(Erased, by)

    def claims(self, by: By, subject: Official | None = None) -> tuple[Claim, ...]:
        if subject is None or subject.state != "left" or not subject.email:
            return ()
        return (email_claim(subject.email, subject.id, release=True),)
