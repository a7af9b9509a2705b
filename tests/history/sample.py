"""A plausible value of any type that events are made of, always the same one."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from datetime import UTC, date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid5

import msgspec

from domain.kernel import Event

WHEN = datetime(2025, 7, 7, 0, 5, 30, 250000, tzinfo=UTC)
PLAIN: dict[Any, Any] = {
    int: 3,
    float: 0.5,
    bool: True,
    datetime: WHEN,
    date: WHEN.date(),
    NoneType: None,
}


def value(kind: Any, name: str) -> Any:
    """A value of the type `kind` for the field `name`."""
    if kind is UUID:
        return uuid5(UUID(int=7), name)
    if kind is str:
        return f"{name}: 128 hộ dân bị ngập"
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind(**{field: value(hint, field) for field, hint in get_type_hints(kind).items()})
    return _compound(get_origin(kind), get_args(kind), name)


def _compound(origin: Any, parts: tuple[Any, ...], name: str) -> Any:
    if origin in (Union, UnionType):
        return value(next(part for part in parts if part is not NoneType), name)
    if origin is Literal:
        return parts[-1]
    if origin is tuple:
        return (value(parts[0], name),)
    if origin is dict:
        return {value(parts[0], f"{name}.key"): value(parts[1], name)}
    raise TypeError(f"no sample of {origin}{parts} for {name}")


def event(topic: str, cls: type[Event]) -> Event:
    """An event of the class, with a value in every field."""
    hints = {**get_type_hints(cls), "originator_id": UUID}
    fields = {field.name: value(hints[field.name], field.name) for field in dataclass_fields(cls)}
    for field in dataclass_fields(cls):
        if isinstance(field.default, int) and field.default == fields[field.name]:
            fields[field.name] += 1  # what says no more than the default is not stored
    if "originator_topic" in fields:
        fields["originator_topic"] = topic.partition(".")[0]
    return cls(**fields)
