"""What is called a file: its name is cleaned, what it holds is not the domain's to change."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import pytest

from domain.file import LONGEST_NAME, Created, Store, shown
from tests.domain.examples import CHI
from tests.domain.scenario import Happened, by, nothing_yet

UPLOAD = uuid5(UUID(int=1), "upload")
DIGEST = "ab" * 32
PICTURE: dict[str, Any] = {"width": 640, "height": 480, "duration_ms": None, "thumbnail": True}


def store(**fields: Any) -> Store:
    plain = {"file": UPLOAD, "file_name": "Điểm ngập.jpg", "size": 2048, "media_type": "image/jpeg"}
    return Store(**({**plain, "digest": DIGEST, **PICTURE} | fields))


def test_a_file_belongs_to_who_put_it_here_and_has_the_id_of_its_upload() -> None:
    made = (
        nothing_yet()
        .when(store(), by(CHI))
        .then(
            Happened(
                Created,
                owner=CHI,
                name="Điểm ngập.jpg",
                size=2048,
                media_type="image/jpeg",
                digest=DIGEST,
                **PICTURE,
            )
        )
    )
    assert (made.id, made.owner) == (UPLOAD, CHI)


@pytest.mark.parametrize("wrong", [{"size": 0}, {"digest": "ab"}, {"digest": "XY" * 32}])
def test_what_is_not_whole_is_refused(wrong: dict[str, Any]) -> None:
    nothing_yet().when(store(**wrong), by(CHI)).refused("file.not-whole")


def test_a_name_of_nothing_that_is_seen_is_refused() -> None:
    nothing_yet().when(store(file_name=" \u202e. "), by(CHI)).refused("text.empty", field="name")


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("Báo cáo.pdf", "Báo cáo.pdf"),
        ("C:\\Users\\Lan\\Báo cáo.pdf", "Báo cáo.pdf"),
        ("../../etc/passwd", "passwd"),
        ("hoadon\u202efdp.exe", "hoadonfdp.exe"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
        ("Bản đồ.tif", "Bản đồ.tif"),
        (".bashrc", "bashrc"),
        ("x" * 300 + ".docx", "x" * (LONGEST_NAME - 5) + ".docx"),
        ("x" * 300, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_what_people_see(given: str, seen: str) -> None:
    assert shown(given) == seen
