"""The digest: what is in it, in both languages, and nothing that a title could smuggle in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.mail.digest import ATTRIBUTES, MOST, TAGS, Item, compose

AT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
URL = "https://congvu.example.vn/"


def item(title: str = "Báo cáo số hộ bị ngập", why: str = "Việc giao cho bạn", url: str = "/viec/1") -> Item:
    return Item(title=title, why=why, at=AT, url=url)


@pytest.mark.parametrize(
    ("language", "subject", "foot"),
    [("vi", "2 việc cần xem", "Cài đặt"), ("en", "2 things to look at", "settings")],
)
def test_each_item_with_its_reason_its_time_in_vietnam_and_its_address(
    language: str, subject: str, foot: str
) -> None:
    made = compose([item(), item("Họp giao ban", "Được nhắc tên", "/trao-doi/2?tin=3")], language, URL)
    assert made.subject == subject
    for said in (made.text, made.html):
        for part in ("Báo cáo số hộ bị ngập", "Việc giao cho bạn", "06:30 21/11", foot):
            assert part in said
        assert "https://congvu.example.vn/viec/1" in said
        assert "https://congvu.example.vn/trao-doi/2?tin=3" in said


def test_one_is_not_said_like_many() -> None:
    assert compose([item()], "vi", URL).subject == "Một việc cần xem"
    assert compose([item()], "en", URL).subject == "One thing to look at"
    assert compose([item()], "fr", URL).subject == "Một việc cần xem"


def test_of_very_many_the_rest_is_counted() -> None:
    made = compose([Item("x", "y", AT + timedelta(minutes=n), "/") for n in range(MOST + 7)], "vi", URL)
    assert made.subject == f"{MOST + 7} việc cần xem"
    assert made.html.count("<li>") == MOST
    assert "và 7 việc khác" in made.text


class Found(HTMLParser):
    """Tags and attributes as a mail program sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attributes}
        self.links += [value or "" for name, value in attributes if name == "href"]


SMUGGLED = st.sampled_from(
    ["<script>alert(1)</script>", '"><img src=x onerror=y>', "<a href='javascript:x'>", "&lt;b&gt;", "\n.\n"]
)


@given(st.lists(st.one_of(st.text(max_size=60), SMUGGLED), min_size=3, max_size=3))
def test_whatever_people_write_it_stays_text(parts: list[str]) -> None:
    title, why, url = parts
    found = Found()
    found.feed(compose([item(title, why, "/viec/" + url)], "vi", URL).html)
    assert found.tags <= TAGS
    assert found.attributes <= {(tag, name) for tag, names in ATTRIBUTES.items() for name in names} | {
        ("a", "rel")
    }
    assert all(link.startswith("https://congvu.example.vn/") for link in found.links)
