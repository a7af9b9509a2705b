"""Commands about the notes of the store's tests."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID, uuid5

from domain.kernel import By, Change, Claim, Command, Creation, Noun, Rejection
from tests.store.nouns import Created, Erased, Note, Written


class Create(Creation[Note], frozen=True):
    name: ClassVar[str] = "note.create"
    noun: ClassVar[type[Noun]] = Note
    title: str
    code: str | None = None
    after: UUID | None = None

    def reads(self, subject: Note | None = None) -> tuple[UUID, ...]:
        return (self.after,) if self.after else ()

    @staticmethod
    def identity_of(command: UUID) -> UUID:
        return uuid5(command, "note")

    def create(self, by: By) -> Note:
        if not self.title:
            raise Rejection("note.no-title")
        if self.after is not None:
            before = by.read.get(self.after)
            if before is None:
                raise Rejection("note.nothing-before")
            assert isinstance(before, Note)
            return Note.begin(
                Created, self.identity(by), by, title=" ".join((self.title, *before.lines)), author=by.author
            )
        return Note.begin(Created, self.identity(by), by, title=self.title, author=by.author)

    def claims(self, by: By, subject: Note | None = None) -> tuple[Claim, ...]:
        if self.code is None:
            return ()
        return (Claim(kind="note.code", value=self.code, subject=self.identity(by)),)


class Write(Change[Note], frozen=True):
    name: ClassVar[str] = "note.write"
    noun: ClassVar[type[Noun]] = Note
    note: UUID
    text: str

    @property
    def target(self) -> UUID:
        return self.note

    def execute(self, subject: Note, by: By) -> None:
        if not self.text:
            raise Rejection("note.nothing-written", lines=len(subject.lines))
        if self.text not in subject.lines:
            subject.record(Written, by, text=self.text, author=by.author)


class Erase(Change[Note], frozen=True):
    name: ClassVar[str] = "note.erase"
    noun: ClassVar[type[Noun]] = Note
    note: UUID

    @property
    def target(self) -> UUID:
        return self.note

    def execute(self, subject: Note, by: By) -> None:
        subject.record(Erased, by, author=subject.author)


COMMANDS: dict[str, type[Command]] = {command.name: command for command in (Create, Write, Erase)}
