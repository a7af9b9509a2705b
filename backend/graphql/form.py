"""The questions of a directive's form."""

from __future__ import annotations

from typing import Any, get_args

import strawberry

from backend.graphql.inputs import enum_of
from domain.form import Kind

QuestionKind: Any = enum_of("QuestionKind", get_args(Kind))


@strawberry.type(description="One question that every addressed unit answers.")
class Question:
    key: str
    label: str
    kind: QuestionKind
    options: list[str]
    required: bool
    unit: str | None = strawberry.field(description='What a number counts, for example "hộ".')
