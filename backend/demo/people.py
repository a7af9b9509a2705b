"""Invented people: names drawn by lot from common Vietnamese names, always the same ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from random import Random

import msgspec

FAMILY = (
    ("Nguyễn", 32), ("Trần", 11), ("Lê", 10), ("Phạm", 7), ("Huỳnh", 6), ("Võ", 5), ("Phan", 5),
    ("Trương", 3), ("Bùi", 3), ("Đặng", 3), ("Đỗ", 2), ("Ngô", 2), ("Hồ", 2), ("Dương", 2), ("Lý", 1),
    ("Đinh", 1), ("Lâm", 1), ("Mai", 1), ("Cao", 1), ("Tạ", 1), ("Châu", 1), ("Tô", 1),
)  # fmt: skip
MALE_MIDDLE = (
    "Văn", "Hữu", "Quốc", "Minh", "Đức", "Thanh", "Công", "Hoàng", "Anh", "Xuân", "Trung", "Gia", "Nhật",
)  # fmt: skip
FEMALE_MIDDLE = (
    "Thị", "Ngọc", "Thị Thu", "Kim", "Thanh", "Mỹ", "Thị Hồng", "Phương", "Bích", "Hoàng", "Thùy", "Ánh",
)  # fmt: skip
MALE = (
    "An", "Bảo", "Bình", "Cường", "Dũng", "Duy", "Đạt", "Hải", "Hào", "Hiếu", "Hùng", "Huy", "Khang",
    "Khoa", "Kiên", "Lâm", "Long", "Lộc", "Luân", "Mạnh", "Nam", "Nghĩa", "Nhân", "Phát", "Phong", "Phú",
    "Phúc", "Quân", "Quang", "Sơn", "Tài", "Tâm", "Thắng", "Thành", "Thiện", "Thịnh", "Tiến", "Toàn", "Trí",
    "Trọng", "Tuấn", "Tùng", "Việt", "Vinh", "Vũ",
)  # fmt: skip
FEMALE = (
    "Anh", "Bích", "Châu", "Chi", "Cúc", "Diễm", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hằng", "Hiền",
    "Hoa", "Hương", "Lan", "Linh", "Loan", "Mai", "My", "Nga", "Ngân", "Nhi", "Nhung", "Oanh", "Phượng",
    "Quyên", "Quỳnh", "Tâm", "Thảo", "Thủy", "Thư", "Trang", "Trâm", "Trinh", "Tuyết", "Uyên", "Vân", "Vy",
    "Xuân", "Yến",
)  # fmt: skip
DOMAIN = "tphcm.example"
"""Reserved for examples (RFC 2606): no letter ever reaches anybody."""


class Person(msgspec.Struct, frozen=True):
    """What a card shows."""

    name: str
    email: str
    office_phone: str
    private_phone: str


def plain(text: str) -> str:
    """Small letters without marks, as in an address."""
    folded = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(sign for sign in folded if sign.isascii() and sign.isalnum())


def people(lot: Random) -> Iterator[Person]:
    """People without end; no two have the same address."""
    taken: dict[str, int] = {}
    families, weights = zip(*FAMILY, strict=True)
    while True:
        family = lot.choices(families, weights)[0]
        middles, givens = (MALE_MIDDLE, MALE) if lot.random() < 0.55 else (FEMALE_MIDDLE, FEMALE)
        middle, given = lot.choice(middles), lot.choice(givens)
        address = f"{plain(given)}.{plain(family + middle)}"
        taken[address] = taken.get(address, 0) + 1
        number = "" if taken[address] == 1 else str(taken[address])
        yield Person(
            name=f"{family} {middle} {given}",
            email=f"{address}{number}@{DOMAIN}",
            office_phone=f"028 3{lot.randrange(1000):03} {lot.randrange(10_000):04}",
            private_phone=f"09{lot.randrange(100):02} {lot.randrange(1000):03} {lot.randrange(1000):03}",
        )
