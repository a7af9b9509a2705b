"""The city's own units, and where the stories find its people."""

from __future__ import annotations

from uuid import UUID

import msgspec

from domain.kernel import Actor, Seat
from domain.organisation import Organisation

ADDRESS = "86 Lê Thánh Tôn, Phường Sài Gòn (dữ liệu minh họa, tên người là hư cấu)"

OFFICE = ("Văn phòng Ủy ban nhân dân Thành phố", "VP UBND TP", "H29.1")
INSPECTORATE = ("Thanh tra Thành phố", "Thanh tra TP", "H29.17")
ENVIRONMENT = "Sở Nông nghiệp và Môi trường"
CONSTRUCTION = "Sở Xây dựng"
HEALTH = "Sở Y tế"
DEPARTMENTS: tuple[tuple[str, str, str], ...] = (
    ("Sở Nội vụ", "SNV", "H29.2"),
    ("Sở Tư pháp", "STP", "H29.3"),
    ("Sở Tài chính", "STC", "H29.4"),
    ("Sở Công Thương", "SCT", "H29.5"),
    (ENVIRONMENT, "SNNMT", "H29.6"),
    (CONSTRUCTION, "SXD", "H29.7"),
    ("Sở Quy hoạch - Kiến trúc", "SQHKT", "H29.8"),
    ("Sở Khoa học và Công nghệ", "SKHCN", "H29.9"),
    ("Sở Văn hóa và Thể thao", "SVHTT", "H29.10"),
    ("Sở Du lịch", "SDL", "H29.11"),
    ("Sở Giáo dục và Đào tạo", "SGDĐT", "H29.12"),
    (HEALTH, "SYT", "H29.13"),
    ("Sở Dân tộc và Tôn giáo", "SDTTG", "H29.14"),
    ("Sở An toàn thực phẩm", "SATTP", "H29.15"),
    ("Sở Ngoại vụ", "SNgV", "H29.16"),
)
"""Names, abbreviations and codes of the departments since March 2025."""

STORY_WARD = "phuongsaigon"


class City(msgspec.Struct):
    """The units of the present, by what the stories call them."""

    city: UUID
    office: UUID
    departments: dict[str, UUID]
    wards: dict[str, UUID]
    old: dict[str, UUID]


def leaders(organisation: Organisation, unit: UUID) -> list[UUID]:
    """The leading posts of a unit that somebody holds, the first in rank first."""
    posts = (organisation.posts[post] for post in organisation.seats_in(unit))
    found = [post for post in posts if post.leading and post.holder]
    return [post.subject for post in sorted(found, key=lambda post: (post.order, post.subject))]


def clerk(organisation: Organisation, unit: UUID) -> UUID:
    """Who opens what comes to the unit: its intake, or who leads it."""
    found = sorted(
        post
        for post in organisation.seats_in(unit)
        if organisation.posts[post].intake and organisation.posts[post].holder
    )
    return found[0] if found else leaders(organisation, unit)[0]


def specialists(organisation: Organisation, unit: UUID) -> list[UUID]:
    """The held posts of a unit that neither lead nor receive."""
    posts = (organisation.posts[post] for post in organisation.seats_in(unit))
    found = [post.subject for post in posts if not (post.leading or post.intake) and post.holder]
    return sorted(found)


def holder(organisation: Organisation, post: UUID) -> Actor:
    """Who holds a post, acting in it."""
    return Actor(official=organisation.posts[post].holder, post=post)


def seat_of(organisation: Organisation, post: UUID) -> Seat:
    """A post as a seat that work is bound to."""
    return Seat(unit=organisation.posts[post].unit, post=post)
