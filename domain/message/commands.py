"""Say something, say it otherwise, take it back, react to it, pin it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from domain import text
from domain.file import own_files
from domain.kernel import By, Change, Creation, Event, Noun, Rejection
from domain.message.events import (
    Created,
    Edited,
    Expired,
    Pinned,
    Reacted,
    Retracted,
    Unpinned,
    Unreacted,
)
from domain.message.message import Message
from domain.message.state import Card, Forward, Mention, Origin, State
from domain.talk import Place, place_in

LONGEST_MESSAGE = 10_000
MOST_MENTIONS = 50
MOST_ATTACHMENTS = 20
MOST_CARDS = 20
MOST_EMOJI = 20
"""Different ones on one message."""


class Post(Creation[Message], frozen=True):
    """Say something in a unit, at a task or directive, or in a channel (`channel`: its id).

    `thread`: in answer to that message, `forward`: what that message says, with its origin.
    """

    name: ClassVar[str] = "message.post"
    noun: ClassVar[type[Noun]] = Message
    channel: UUID
    text: str = ""
    mentions: tuple[Mention, ...] = ()
    thread: UUID | None = None
    attachments: tuple[UUID, ...] = ()
    cards: tuple[Card, ...] = ()
    forward: Forward | None = None

    def reads(self, subject: Message | None = None) -> tuple[UUID, ...]:
        forward = (self.forward.message, self.forward.channel) if self.forward else ()
        named = (self.channel, self.thread, *forward, *self.attachments)
        return tuple(dict.fromkeys(id for id in named if id is not None))

    def create(self, by: By) -> Message:
        place = require_place_open(by.read, self.channel)
        forwarded = message_in(by.read, self.forward.message, self.forward.channel) if self.forward else None
        own = own_files(at_most(MOST_ATTACHMENTS, "attachments", self.attachments), by)
        attachments = own + (forwarded.attachments if forwarded else ())
        return Message.begin(
            Created,
            self.identity(by),
            by,
            channel=place.id,
            kind=place.kind,
            author=by.author,
            text=forwarded.text if forwarded else self._said(attachments),
            mentions=checked_mentions(self.mentions),
            thread=self._thread(by.read),
            attachments=attachments,
            cards=at_most(MOST_CARDS, "cards", self.cards) + (forwarded.cards if forwarded else ()),
            origin=_origin(forwarded) if forwarded else None,
            device_at=by.given_at if by.device_at is not None else None,
        )

    def _said(self, attachments: tuple[UUID, ...]) -> str:
        if attachments or self.cards:
            return text.optional("text", self.text, LONGEST_MESSAGE) or ""
        return text.required("text", self.text, LONGEST_MESSAGE)

    def _thread(self, read: Mapping[UUID, Noun]) -> UUID | None:
        """The message at the root of the thread: an answer to an answer is one to the same message."""
        if self.thread is None:
            return None
        root = message_in(read, self.thread, self.channel)
        return root.thread or root.id


def require_place_open(read: Mapping[UUID, Noun], channel: UUID) -> Place:
    """The place; refuses one that does not exist, and one where nothing can be said any more."""
    place = place_in(read, channel)
    if place.closed:
        raise Rejection("channel.archived", channel=str(channel))
    return place


def message_in(read: Mapping[UUID, Noun], id: UUID, channel: UUID) -> State:
    """A message of a channel as it was loaded with the command; refuses one that is not there, or no more."""
    found = read.get(id)
    if not isinstance(found, Message) or found.state.channel != channel:
        raise Rejection("message.not-found", message=str(id))
    return found.require_there()


def checked_mentions(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Each once; refuses one that names nobody, and more than MOST_MENTIONS."""
    for mention in mentions:
        if (mention.id is None) != (mention.kind == "everyone"):
            raise Rejection("message.mention", kind=mention.kind)
    return tuple(dict.fromkeys(at_most(MOST_MENTIONS, "mentions", mentions)))


def at_most(most: int, field: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values; refuses more than `most`."""
    if len(values) > most:
        raise Rejection("message.too-many", field=field, most=most)
    return values


def _origin(forwarded: State) -> Origin:
    """Where it was said first, however often it was forwarded."""
    return forwarded.origin or Origin(
        message=forwarded.id, channel=forwarded.channel, author=forwarded.author, at=forwarded.at
    )


class MessageChange(Change[Message], frozen=True):
    """A command to one message; it is decided on its channel as well."""

    noun: ClassVar[type[Noun]] = Message
    message: UUID

    @property
    def target(self) -> UUID:
        return self.message

    def reads(self, subject: Message | None = None) -> tuple[UUID, ...]:
        return (subject.state.channel,) if subject is not None else ()


def _record(subject: Message, event: type[Event], by: By, **fields: Any) -> None:
    subject.record(event, by, channel=subject.state.channel, **fields)


class Edit(MessageChange, frozen=True):
    """Say it otherwise; everybody sees that it was edited, and can see what it said before."""

    name: ClassVar[str] = "message.edit"
    text: str
    mentions: tuple[Mention, ...] = ()

    def execute(self, subject: Message, by: By) -> None:
        state = subject.require_there()
        if state.origin is not None:
            raise Rejection("message.forwarded-is-fixed", message=str(self.message))
        require_place_open(by.read, state.channel)
        said = (
            text.optional("text", self.text, LONGEST_MESSAGE) or ""
            if state.attachments or state.cards
            else text.required("text", self.text, LONGEST_MESSAGE)
        )
        mentions = checked_mentions(self.mentions)
        if (said, mentions) != (state.text, state.mentions):
            _record(subject, Edited, by, text=said, mentions=mentions, author=state.author)


class Retract(MessageChange, frozen=True):
    """Take it back: its words are shown to nobody any more, the fact stays."""

    name: ClassVar[str] = "message.retract"

    def execute(self, subject: Message, by: By) -> None:
        if not subject.state.gone:
            _record(subject, Retracted, by, official=by.author)


class Expire(MessageChange, frozen=True):
    """Let it go once its channel keeps it no longer; the platform's to give."""

    name: ClassVar[str] = "message.expire"

    def execute(self, subject: Message, by: By) -> None:
        if not subject.state.gone:
            _record(subject, Expired, by)


class React(MessageChange, frozen=True):
    """Give it an emoji."""

    name: ClassVar[str] = "message.react"
    emoji: str

    def execute(self, subject: Message, by: By) -> None:
        state = subject.require_there()
        require_place_open(by.read, state.channel)
        emoji = text.required("emoji", self.emoji, 16)
        given = {reaction.emoji: reaction.officials for reaction in state.reactions}
        if emoji not in given and len(given) >= MOST_EMOJI:
            raise Rejection("message.too-many", field="emoji", most=MOST_EMOJI)
        if by.author not in given.get(emoji, ()):
            _record(subject, Reacted, by, official=by.author, emoji=emoji)


class Unreact(MessageChange, frozen=True):
    """Take an emoji back."""

    name: ClassVar[str] = "message.unreact"
    emoji: str

    def execute(self, subject: Message, by: By) -> None:
        if any(by.author in r.officials for r in subject.state.reactions if r.emoji == self.emoji):
            _record(subject, Unreacted, by, official=by.author, emoji=self.emoji)


class Pin(MessageChange, frozen=True):
    """Show it at the top of its channel."""

    name: ClassVar[str] = "message.pin"

    def execute(self, subject: Message, by: By) -> None:
        state = subject.require_there()
        require_place_open(by.read, state.channel)
        if not state.pinned:
            _record(subject, Pinned, by)


class Unpin(MessageChange, frozen=True):
    """Show it there no longer."""

    name: ClassVar[str] = "message.unpin"

    def execute(self, subject: Message, by: By) -> None:
        if subject.state.pinned:
            _record(subject, Unpinned, by)
