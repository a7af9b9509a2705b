"""GraphQL inputs made from the commands' own types, so that a command is declared once."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, get_args

import msgspec
import strawberry
from msgspec import inspect as shape
from strawberry.scalars import JSON

from backend.graphql.ids import uuid_of
from domain.marks import Kind

Plain = Callable[[Any], Any]
"""Turns an input's value into what the command decodes from JSON."""


def camel(name: str) -> str:
    """`task.subAssign` → `taskSubAssign`."""
    noun, _, verb = name.partition(".")
    return noun + verb[:1].upper() + verb[1:]


def pascal(name: str) -> str:
    """`task.subAssign` → `TaskSubAssign`."""
    joined = camel(name)
    return joined[:1].upper() + joined[1:]


@cache
def input_type(struct: type[msgspec.Struct], name: str, base: type = object) -> tuple[Any, Plain]:
    """A strawberry input with the fields of `base` and of a struct, and the way back to JSON values."""
    info = shape.type_info(struct)
    assert isinstance(info, shape.StructType)
    annotations: dict[str, Any] = {}
    fields: dict[str, Any] = {}
    plains: list[tuple[str, str, Plain]] = []
    for field in info.fields:
        annotation, plain = _value(field.type, name + pascal(field.encode_name))
        fields[field.name] = strawberry.field(name=field.encode_name)
        if not field.required:
            annotation = annotation | None
            fields[field.name] = strawberry.field(name=field.encode_name, default=strawberry.UNSET)
        annotations[field.name] = annotation
        plains.append((field.name, field.encode_name, plain))
    made = strawberry.input(type(name, (base,), {"__annotations__": annotations, **fields}))
    return made, _object(plains)


def _object(plains: list[tuple[str, str, Plain]]) -> Plain:
    def plain(value: Any) -> dict[str, Any]:
        given = ((key, turn, getattr(value, name)) for name, key, turn in plains)
        return {
            key: None if item is None else turn(item)
            for key, turn, item in given
            if item is not strawberry.UNSET
        }

    return plain


def _value(kind: shape.Type, name: str) -> tuple[Any, Plain]:
    match kind:
        case shape.LiteralType(values=values):
            return _enum(tuple(map(str, values)), name), lambda value: value.value
        case shape.ListType(item_type=item) | shape.VarTupleType(item_type=item):
            annotation, plain = _value(item, name)
            return _list_of(annotation), lambda values: [plain(value) for value in values]
        case shape.StructType(cls=cls):
            return input_type(cls, cls.__name__ + "Input")
        case shape.UnionType(types=types):
            return _optional(types, name)
    return SCALARS.get(type(kind), (JSON, _same))


def _list_of(annotation: Any) -> Any:
    return list[annotation]


def _optional(types: tuple[shape.Type, ...], name: str) -> tuple[Any, Plain]:
    others = [kind for kind in types if not isinstance(kind, shape.NoneType)]
    annotation, plain = _value(others[0], name) if len(others) == 1 else (JSON, _same)
    return (annotation | None if len(others) < len(types) else annotation), plain


def _enum(values: tuple[str, ...], name: str) -> Any:
    """The GraphQL enum of wire words: known ones are one type wherever they are used, others `name`."""
    return enum_of(ENUM_NAMES.get(frozenset(values), name), values)


def enum_of(name: str, values: tuple[str, ...]) -> Any:
    """The GraphQL enum `name` of wire words: "very-urgent" is VERY_URGENT."""
    return _made(name, tuple(sorted(values)))


@cache
def _made(name: str, values: tuple[str, ...]) -> Any:
    make: Any = enum.Enum  # the functional form, with a name known only now
    return strawberry.enum(make(name, {value.upper().replace("-", "_"): value for value in values}))


ENUM_NAMES: dict[frozenset[str], str] = {
    frozenset({"normal", "urgent", "very-urgent", "flash"}): "Urgency",
    frozenset({"normal", "urgent"}): "AnnouncementUrgency",
    frozenset({"number", "choice", "text", "file"}): "QuestionKind",
    frozenset({"vi", "en"}): "Language",
    frozenset({"working", "calendar"}): "TermDays",
    frozenset({"open", "private", "group"}): "ChannelKind",
    frozenset({"all", "moderators"}): "Posting",
    frozenset({"official", "post", "unit", "everyone"}): "MentionKind",
    frozenset({"task", "directive", "official", "unit", "message"}): "CardKind",
    frozenset({"all", "mentions", "none"}): "MuteLevel",
    frozenset({"day", "week", "month", "quarter", "half-year", "year"}): "PeriodKind",
    frozenset({"lead", "coordinating", "chaser", "assigner", "leader"}): "ReminderRole",
    frozenset(get_args(Kind)): "ReminderKind",
}


def _same(value: Any) -> Any:
    return value


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


SCALARS: dict[type[shape.Type], tuple[Any, Plain]] = {
    shape.UUIDType: (strawberry.ID, lambda value: str(uuid_of(value))),
    shape.StrType: (str, _same),
    shape.BoolType: (bool, _same),
    shape.IntType: (int, _same),
    shape.FloatType: (float, _same),
    shape.DateTimeType: (datetime, _instant),
    shape.DateType: (date, date.isoformat),
}
