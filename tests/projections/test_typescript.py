"""The TypeScript of rows and commands."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec
import pytest

from domain.catalog import COMMANDS
from domain.kernel import Seat, Struct
from projections import typescript
from projections.catalog import PROJECTIONS, ROWS
from projections.projection import Trail
from projections.row import Row


class Part(Struct, frozen=True):
    """A nested value."""

    some_words: tuple[str, ...]


class Shown(Row, kw_only=True):
    """A row with every kind of field."""

    state: Literal["open", "done"]
    seat: Seat | None
    parts: list[Part | None]
    counts: dict[str, int]


class Do(Struct, frozen=True):
    """Arguments."""

    target: UUID
    remark: str | None = None


def test_rows_are_read_only_and_arguments_with_a_default_may_be_left_out() -> None:
    text = typescript.module({"shown": Shown}, {"shown.do": Do})
    assert "  readonly stale?: boolean\n" in text
    assert "  readonly state: 'done' | 'open'\n" in text
    assert "  readonly seat: Seat | null\n" in text
    assert "  readonly parts: readonly (Part | null)[]\n" in text
    assert "  readonly counts: Readonly<Record<string, number>>\n" in text
    assert "export interface Part {\n  readonly someWords: readonly string[]\n}" in text
    assert "  readonly target: string\n  readonly remark?: string | null\n" in text
    assert "export interface Rows {\n  'shown': Shown\n}" in text


def test_two_structs_of_one_name_are_refused() -> None:
    other = msgspec.defstruct("Part", [("x", int)])
    mixed = msgspec.defstruct("Mixed", [("a", Part), ("b", other)])
    with pytest.raises(ValueError, match="two structs are called Part"):
        typescript.module({"mixed": mixed}, {})


def test_every_row_and_command_is_there() -> None:
    text = typescript.module(ROWS, COMMANDS)
    for name in (*ROWS, *COMMANDS):
        assert f"  '{name}': " in text
    trails = {one.collection for one in PROJECTIONS if isinstance(one, Trail)}
    assert trails == {"holding", "stretch"}
    assert [one.collection for one in PROJECTIONS if one.collection not in trails] == list(ROWS)
