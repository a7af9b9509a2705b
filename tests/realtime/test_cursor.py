"""Cursors: kept as text by devices for months, and never trusted."""

from __future__ import annotations

import pytest

from projections.rows import Head
from realtime.cursor import Cursor, seal, unseal
from tests.realtime.world import uid

HEAD = Head(130, 2, "e1.1", 0, 100)
WHOLE = Cursor("e1.1", 2, 120)
FILLING = Cursor("e1.1", 2, 130, {"all": ("task", uid("t")), "desk:1": None})


@pytest.mark.parametrize("cursor", [WHOLE, FILLING])
def test_comes_back(cursor: Cursor) -> None:
    assert unseal(seal(cursor), HEAD) == cursor


@pytest.mark.parametrize("place", range(len(seal(WHOLE).rstrip("=")) - 1))
def test_any_damage_resets(place: int) -> None:
    text = seal(WHOLE)
    other = "B" if text[place] == "A" else "A"
    assert unseal(text[:place] + other + text[place + 1 :], HEAD) is None


@pytest.mark.parametrize("text", [None, "", "1.", "2.abc", "1.é", "1." + "A" * 40, "null", seal(WHOLE)[:-4]])
def test_no_cursor_resets(text: str | None) -> None:
    assert unseal(text, HEAD) is None


@pytest.mark.parametrize(
    "cursor",
    [
        Cursor("e2.1", 2, 120),
        Cursor("e1.2", 2, 120),
        Cursor("e1.1", 1, 120),
        Cursor("e1.1", 2, 99),
        Cursor("e1.1", 2, 131),
    ],
    ids=["restored", "promoted", "other rows", "tombstones gone", "from the future"],
)
def test_of_another_time_resets(cursor: Cursor) -> None:
    assert unseal(seal(cursor), HEAD) is None
