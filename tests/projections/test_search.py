"""Names are found as people type them."""

from __future__ import annotations

from typing import Any

import pytest

from domain import unit
from projections import search
from tests.projections.city import City
from tests.projections.tables import Tables


@pytest.mark.parametrize(
    ("query", "name", "found"),
    [
        ("ubnd p ben nghe", "Phường Bến Nghé", True),
        ("UBND phường Bến Nghé", "Phường Bến Nghé", True),
        ("bến nghé", "Phường Bến Nghé", True),
        ("ben ng", "Phường Bến Nghé", True),
        ("bèn nghé", "Phường Bến Nghé", False),
        ("duc", "Nguyễn Văn Đức", True),
        ("đức", "Nguyễn Văn Đức", True),
        ("đuc", "Nguyễn Văn Đức", False),
        ("dưc", "Nguyễn Văn Đức", False),
        ("uy ban nhan dan thanh pho", "UBND Thành phố Hồ Chí Minh", True),
        ("tp ho chi minh", "Thành phố Hồ Chí Minh", True),
        ("x can gio", "Xã Cần Giờ", True),
        ("nghe ben", "Phường Bến Nghé", True),
        ("gio", "Phường Bến Nghé", False),
    ],
)
async def test_a_query_finds_a_name(conn: Any, query: str, name: str, found: bool) -> None:
    marked = search.key([name])
    stored = marked if search.has_marks(query) else search.fold(marked)
    assert await conn.fetchval("SELECT $1 LIKE ALL($2::text[])", stored, search.patterns(query)) is found


async def test_a_former_name_finds_the_successor(tables: Tables, conn: Any) -> None:
    city = City().found(1)
    new = city.unit("Phường Sài Gòn", city.units[0])
    city.run(unit.Merge(unit=city.units[1], into=new))
    await tables.apply(city.events)
    query = "SELECT name FROM unit_view WHERE folded LIKE ALL($1::text[]) AND state = 'active'"
    names = [line[0] for line in await conn.fetch(query, search.patterns("ubnd p ben nghe"))]
    assert names == ["Phường Sài Gòn"]


def test_people_are_sorted_by_given_name_then_by_letters_before_tones() -> None:
    people = ["Trần Văn Đức", "Lê Thị An", "Nguyễn Văn Dũng", "Phạm Ân", "Lê Thị Ấn", "Bùi Ánh"]
    assert sorted(people, key=search.by_given_name) == [
        "Lê Thị An",
        "Bùi Ánh",
        "Phạm Ân",
        "Lê Thị Ấn",
        "Nguyễn Văn Dũng",
        "Trần Văn Đức",
    ]
