"""Messages are found by their words as people type them."""

from __future__ import annotations

from typing import Any

import pytest

from projections.fulltext import sought, stored, vector


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("hop giao ban", "Mời **họp** giao ban lúc 8 giờ", True),
        ("hop giao b", "Mời họp giao ban", True),
        ("giao hop", "Mời họp giao ban", True),
        ("gia ban", "Mời họp giao ban", False),
        ("họp", "Mời họp giao ban", True),
        ("hợp", "Mời họp giao ban", False),
        ("hop", "Hợp đồng số 12", True),
        ("đường", "Ngập đường Nguyễn Huệ", True),
        ("dường", "Ngập đường Nguyễn Huệ", False),
        ("duong", "Ngập đường Nguyễn Huệ", True),
        ("đa", "Nước đã rút", False),
        ("đã", "Nước đã rút", True),
        ("p ben nghe", "Ngập ở phường Bến Nghé", True),
        ("phường Bến Nghé", "Ngập ở P. Bến Nghé", True),
        ("phương", "Ngập ở phường Bến Nghé", False),
        ("ubnd tp", "Ủy ban nhân dân Thành phố", True),
        ("uỷ ban nhân dân", "UBND phường", True),
        ("ủy ban", "Uỷ ban nhân dân phường", True),
        ("nhan dan uy ban", "Ủy ban nhân dân", True),
        ("hội đồng nhân dân", "Nghị quyết của HĐND", True),
        ("hoà b", "Hòa Bình", True),
        ("hoàn", "Đã hoàn thành", True),
        ("quý", "Quý I năm 2026", True),
        ("48/2026", "Công văn số 48/2026/UBND", True),
        ("2026", "Công văn số 48/2026/UBND", True),
        ("48 ", "Công văn số 480", False),
        ("100%_", "Tiến độ 100%", True),
        ("'); drop", "'); DROP TABLE row; --", True),
        ("", "gì cũng được", True),
        ("!?", "gì cũng được", True),
    ],
)
async def test_a_query_finds_a_text(conn: Any, query: str, text: str, found: bool) -> None:
    words = sought(query)
    folded, marked = stored(text)
    kept = marked if words.marked else folded
    for patterns in words.patterns:
        if not await conn.fetchval("SELECT $1 LIKE ANY($2::text[])", kept, patterns):
            assert not found
            break
    else:
        assert found
    if words.terms and found:
        assert await conn.fetchval(f"SELECT {vector('$1')} @@ $2::tsquery", kept, words.lexemes)


def test_a_word_without_end_is_cut() -> None:
    folded, marked = stored("x" * 10_000 + " đ")
    assert (len(folded.split()[0]), marked.split()[1]) == (40, "đ")
