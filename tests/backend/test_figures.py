"""Figures to take away are for those who see them, and no spreadsheet computes anything of them."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import unquote
from uuid import UUID
from xml.etree import ElementTree
from zipfile import ZipFile

import httpx
import pytest

from backend.figures.serving import figures
from backend.figures.sheet import HEADS, as_csv, as_xlsx
from backend.figures.steps import moments
from backend.http import app
from backend.store.store import Store
from domain.kernel import Rejection
from projections.counting import FIGURES, Counts
from tests.backend.conftest import Api
from tests.backend.serving import serving
from tests.backend.test_export import projected
from tests.projections.city import START, City

CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"


class Desk:
    """A city behind the application's address."""

    def __init__(self, api: Api, address: str, city: City) -> None:
        self.api, self.address, self.city = api, address, city

    async def get(self, who: UUID, kind: str, **asked: Any) -> httpx.Response:
        """What somebody gets."""
        token = (await self.api.services.sessions.open(who)).access
        async with httpx.AsyncClient(base_url=self.address) as client:
            return await client.get(
                f"/api/figures.{kind}", params=asked, headers={"authorization": f"Bearer {token}"}
            )


@pytest.fixture
async def desk(api: Api, dsn: str) -> AsyncIterator[Desk]:
    store: Store = api.services.log  # type: ignore[assignment]  # it is one
    city = City(3).found()
    for _ in range(12):
        city.assign()
    for _ in range(80):
        city.work()
    async with projected(store, dsn) as until, serving(app.create(api.services, [figures])) as address:
        await city.store(store)
        await until.reach(await store.head())
        yield Desk(api, address, city)


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


async def test_a_city_as_csv(desk: Desk) -> None:
    answer = await desk.get(desk.city.people[0], "csv", of="city")
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by it"
    assert "Số liệu công việc - Đơn vị" in unquote(answer.headers["content-disposition"])
    first, *rest = lines(answer.content)
    assert first == ["Đơn vị", *HEADS["vi"]]
    states = [desk.city.nouns[id].state for id in desk.city.tasks]
    total = dict(zip(first, rest[-1], strict=True))
    assert total["Đơn vị"] == "Cộng"
    assert int(total["Đang thực hiện"]) == sum(state.open for state in states)
    assert {line[0] for line in rest} >= {f"Phường Bến Nghé {number}" for number in range(4)}


async def test_as_of_a_moment_and_of_a_period(desk: Desk) -> None:
    before = await desk.get(desk.city.people[0], "csv", of="city", asOf=START.isoformat())
    assert lines(before.content)[-1][1] == "0"
    period = {"by": "assignment", "start": START.isoformat(), "end": desk.city.now.isoformat()}
    within = await desk.get(desk.city.people[0], "csv", of="source", **period)
    assert lines(within.content)[1][0] == "Không ghi nguồn"
    assert int(lines(within.content)[-1][1]) > 0


async def test_the_spreadsheet_has_the_same_cells(desk: Desk) -> None:
    answer = await desk.get(desk.city.people[0], "xlsx", of="city")
    assert answer.status_code == 200
    with ZipFile(BytesIO(answer.content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    cells = ["".join(cell.itertext()) for cell in sheet.iter(CELL)]
    expected = [
        cell
        for line in lines((await desk.get(desk.city.people[0], "csv", of="city")).content)
        for cell in line
    ]
    assert [cell for cell in cells if cell][: len(HEADS["vi"])] == expected[: len(HEADS["vi"])]
    assert len(cells) == sum(cell != "" for cell in expected)


async def test_who_may_not_see_a_unit_gets_no_file(desk: Desk) -> None:
    for kind in ("csv", "xlsx"):
        answer = await desk.get(desk.city.people[2], kind, of="unit", units=str(desk.city.units[0]))
        assert (answer.status_code, answer.json()["code"]) == (403, "figure.denied")
        mine = await desk.get(desk.city.people[1], kind, of="unit", units=str(desk.city.units[1]))
        assert mine.status_code == 200


@pytest.mark.parametrize("name", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_name_becomes_a_formula(name: str) -> None:
    assert lines(as_csv("Đơn vị", [(name, Counts())], "vi"))[1][0] == f"'{name}"
    with ZipFile(BytesIO(as_xlsx("Đơn vị", [(name, Counts())], "vi"))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_a_head_for_each_figure_and_the_rate() -> None:
    assert all(len(heads) == len(FIGURES) + 1 for heads in HEADS.values())


def test_steps_of_a_month_end_with_short_months() -> None:
    start, end = datetime(2026, 1, 31, tzinfo=UTC), datetime(2026, 4, 30, 12, tzinfo=UTC)
    assert [at.day for at in moments(start, end, "month")] == [31, 28, 31, 30, 30]
    assert len(moments(start, end, "week")) == 14
    with pytest.raises(Rejection):
        moments(start, start, "day")
    with pytest.raises(Rejection):
        moments(start, datetime(2030, 1, 1, tzinfo=UTC), "day")
