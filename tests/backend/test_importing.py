"""`congvu import directory`: good rows go in, wrong cells are told by place, twice changes nothing."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pytest

from backend.auth.accounts import Accounts
from backend.auth.passwords import Passwords
from backend.commands import CommandRunner
from backend.importing.columns import COLUMNS, documentation, recognise
from backend.importing.run import Into, Report, import_file
from backend.importing.table import parse, read
from backend.store.store import Store

HEADER = "unit_code,unit_name,unit_kind,parent_code,post,order,intake,powers,email,name,login"
CITY = f"""{HEADER}
H29,Thành phố,city,,Chủ tịch,1,,assign-across;issue-directive,an@tp.vn,Nguyễn Văn An,chutich
H29.1,"Phường
Sài Gòn",ward,H29,Chủ tịch,1,,assign,cuong@tp.vn,Lê Văn Cường,
H29.1,,,,Văn thư,,có,,dung@tp.vn,Phạm Thị Dung,
H29.1,,,,Chuyên viên,,,,em@tp.vn,Võ Văn Em,
H29.1,,,,Chủ tịch HĐND,2,,,an@tp.vn,,
"""


class Importer:
    """Imports texts into one log."""

    def __init__(self, store: Store, runner: CommandRunner, pool: asyncpg.Pool, folder: Path) -> None:
        self.store, self.runner, self.pool, self.folder = store, runner, pool, folder

    async def take(self, content: str | bytes) -> Report:
        file = self.folder / "directory.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        into = Into(
            commands=self.runner,
            accounts=Accounts(self.pool, Passwords(1)),
            organisation=self.runner.standing.current,
            pool=self.pool,
            head=await self.store.head(),
        )
        return await import_file(file, into)


@pytest.fixture
async def importer(store: Store, runner: CommandRunner, pool: asyncpg.Pool, tmp_path: Path) -> Importer:
    return Importer(store, runner, pool, tmp_path)


def told(content: str) -> list[tuple[int, str, str]]:
    """Line, column and code of all that is wrong with a text as a table."""
    return [(wrong.line, wrong.column, wrong.code) for wrong in parse(content)[1]]


async def test_units_posts_officials_holders_powers_and_logins_go_in(importer: Importer) -> None:
    report = await importer.take(CITY)
    assert report.wrong == []
    assert report.changed == {"unit": 2, "official": 4, "post": 5, "seat": 8}
    organisation = await importer.runner.standing.current()
    assert len(organisation.units) == 2
    ward = next(fact for fact in organisation.units.values() if fact.parent)
    assert ward.parent in organisation.units
    chairman = [
        post for post in organisation.posts.values() if {"issue-directive"} <= {p.name for p in post.powers}
    ]
    assert [(post.leading, post.order) for post in chairman] == [(True, 1)]
    holder = chairman[0].holder
    assert holder is not None
    assert len(organisation.posts_of(holder)) == 2
    assert [post.intake for post in organisation.posts.values()].count(True) == 1
    logins = {row["login"] for row in await importer.pool.fetch("SELECT login FROM account")}
    assert logins == {"chutich", "cuong@tp.vn", "dung@tp.vn", "em@tp.vn"}


async def test_the_same_file_again_changes_nothing(importer: Importer) -> None:
    await importer.take(CITY)
    head = await importer.store.head()
    again = await importer.take(CITY)
    assert await importer.store.head() == head
    assert (again.changed, again.wrong) == ({}, [])
    assert again.same == 11


async def test_as_excel_saves_it_and_with_vietnamese_headings_it_is_the_same_file(importer: Importer) -> None:
    await importer.take(CITY)
    head = await importer.store.head()
    vietnamese = {column.name: column.vietnamese for column in COLUMNS}
    heading = ";".join(vietnamese[name].title() for name in HEADER.split(","))
    rows = CITY.partition("\n")[2].replace("assign-across;issue", "assign-across§issue").replace(",", ";")
    saved = f"{heading}\n{rows}".replace("assign-across§issue-directive", '"assign-across;issue-directive"')
    report = await importer.take(b"\xef\xbb\xbf" + saved.encode())
    assert report.wrong == []
    assert await importer.store.head() == head


async def test_changed_rows_change_what_is_there(importer: Importer) -> None:
    await importer.take(CITY)
    head = await importer.store.head()
    changed = CITY.replace("Võ Văn Em", "Võ Thị Em").replace(
        "Văn thư,,có,,dung@tp.vn,Phạm Thị Dung,", "Văn thư,,,,,,"
    )
    report = await importer.take(changed)
    assert report.wrong == []
    topics = {record.topic for record in await importer.store.read(head, 100)}
    assert "official.changed" in topics
    before = await importer.store.head()
    await importer.take(changed)
    assert await importer.store.head() == before


async def test_wrong_rows_are_told_and_the_others_go_in(importer: Importer) -> None:
    wrong = (
        CITY
        + "H99,,,,Chủ tịch,1,,,x@tp.vn,X,\n"
        + "H29.1,,,,Trưởng phòng,abc,maybe,fly,y@tp.vn,,\n"
        + "H29.2,Phường Bến Nghé,Ward!,H29,Chủ tịch,1,,,z@tp.vn,Z,\n"
        + "H29.1,,,,Phó Chủ tịch,3,,,not-an-address,Đỗ Văn Phúc,\n"
        + "H29.3,Phường Xa,ward,H77,Chủ tịch,1,,,,,\n"
        + "H29.1,,,,Chủ tịch,1,,,,,\n"
        + ",,,,Chủ tịch,1,,,,,\n"
    )
    report = await importer.take(wrong)
    assert {(each.line, each.column, each.code) for each in report.wrong} == {
        (8, "unit_name", "import.new-unit"),
        (9, "order", "import.not-order"),
        (9, "intake", "import.not-yes-no"),
        (9, "powers", "power.unknown"),
        (9, "name", "import.empty"),
        (10, "unit_kind", "text.not-slug"),
        (11, "email", "text.not-email"),
        (12, "parent_code", "import.no-parent"),
        (13, "post", "import.row-twice"),
        (14, "unit_code", "import.empty"),
    }
    assert report.changed["post"] == 5
    vietnamese, english = report.lines("vi"), report.lines("en")
    assert vietnamese[0].startswith("Dòng 8, cột “tên đơn vị”: ")
    assert english[0].startswith("Line 8, column “unit_name”: ")
    assert len(vietnamese) == len(english) == 11
    assert not [line for line in vietnamese + english if "{" in line or "…" in line]


async def test_units_that_contain_each_other_are_told(importer: Importer) -> None:
    circle = f"{HEADER}\nA,A,ward,B,,,,,,,\nB,B,ward,A,,,,,,,\n"
    report = await importer.take(circle)
    assert [(each.line, each.code) for each in report.wrong] == [
        (2, "import.unit-circle"),
        (3, "import.unit-circle"),
    ]
    assert await importer.store.head() == 0


async def test_a_taken_login_is_told(importer: Importer) -> None:
    await importer.take(CITY)
    other = f"{HEADER}\nH29,,,,Phó Chủ tịch,2,,,binh@tp.vn,Trần Bình,chutich\n"
    report = await importer.take(other)
    assert [(each.line, each.column, each.code) for each in report.wrong] == [
        (2, "login", "account.login-taken")
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", [(1, "unit_code", "import.column-missing")]),
        ("unit_name\nx\n", [(1, "unit_code", "import.column-missing")]),
        ("unit_code,unit_nme\n", [(1, "unit_nme", "import.column-unknown")]),
        ("unit_code,Mã đơn vị\n", [(1, "unit_code", "import.column-twice")]),
        ("unit_code,post\nA,B,C\n", [(2, "", "import.too-many-cells")]),
        ('unit_code\nA\n"B\n', [(3, "", "import.broken")]),
        ('unit_code\n"A"x\n', [(2, "", "import.broken")]),
        ("unit_code,post\nA,b\0c\n", [(2, "post", "import.nul")]),
        ("unit_code\n\n  \n,\n", []),
    ],
)
def test_what_is_wrong_with_the_file_itself(content: str, expected: list[tuple[int, str, str]]) -> None:
    assert told(content) == expected


async def test_files_that_cannot_be_read_are_told(importer: Importer, tmp_path: Path) -> None:
    utf16 = await importer.take(CITY.encode("utf-16"))
    assert [wrong.code for wrong in utf16.wrong] == ["import.not-utf8"]
    windows = await importer.take(CITY.encode("utf-8")[:100] + b"\xd0\xe2\n")
    assert [(wrong.line, wrong.code) for wrong in windows.wrong] == [(2, "import.not-utf8")]
    assert [wrong.code for wrong in read(tmp_path / "none.csv")[1]] == ["import.unreadable"]
    assert await importer.store.head() == 0


def test_headings_are_known_in_both_languages_with_and_without_marks() -> None:
    for column in COLUMNS:
        for heading in (
            column.name,
            column.vietnamese,
            column.vietnamese.upper(),
            f" {column.name.title()} ",
        ):
            assert recognise(heading) == column.name
    assert recognise("ma don vi") == "unit_code"
    assert recognise("Dien thoai rieng") == "private_phone"
    assert all(f"`{column.name}`" in documentation() for column in COLUMNS)
