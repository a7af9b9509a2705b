"""The real units of Ho Chi Minh City before and after 1 July 2025 (package vietnamadminunits, MIT)."""

from __future__ import annotations

import importlib.util
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

CITY_KEY = "thanhphohochiminh"
CITY_CODE = "H29"
PROVINCES = {CITY_KEY: CITY_CODE, "tinhbinhduong": "H09", "tinhbariavungtau": "H06"}
"""The three that became one, with the first part of their electronic identifiers."""

KINDS = {
    "Phường": "ward",
    "Xã": "commune",
    "Thị trấn": "township",
    "Đặc khu": "special-zone",
    "Quận": "urban-district",
    "Huyện": "rural-district",
    "Thành phố": "municipal-city",
    "Thị xã": "town",
}
SHORT = {
    "Phường": "P.",
    "Xã": "X.",
    "Thị trấn": "TT.",
    "Đặc khu": "ĐK.",
    "Quận": "Q.",
    "Huyện": "H.",
    "Thành phố": "TP.",
    "Thị xã": "TX.",
    "Tỉnh": "T.",
}

NEW = "SELECT wardKey, ward, wardType, wardCode FROM admin_units WHERE provinceKey = ?"
OLD = """
SELECT provinceKey, districtKey, coalesce(wardKey, ''), province, district, districtType, districtCode,
       ward, wardType, wardCode
FROM admin_units_legacy WHERE provinceKey IN (?, ?, ?)
"""


class Place(msgspec.Struct, frozen=True):
    """A territorial unit: `key` in the source, `parent` the key of what contained it (None: the top)."""

    key: str
    name: str
    type: str
    code: str
    parent: str | None

    @property
    def kind(self) -> str:
        """Its kind in the directory."""
        return KINDS[self.type]

    @property
    def short_name(self) -> str:
        """The name with its type abbreviated: "P. Bến Nghé", "Q. 1"."""
        return short(self.name, self.type)


class Places(msgspec.Struct, frozen=True):
    """All of them. `successors` gives, for each old unit of the lowest tier, the new ones it went into."""

    provinces: tuple[Place, ...]
    districts: tuple[Place, ...]
    old: tuple[Place, ...]
    new: tuple[Place, ...]
    successors: dict[str, tuple[str, ...]]


def short(name: str, kind: str) -> str:
    """A name with its type abbreviated."""
    return f"{SHORT[kind]} {name.removeprefix(kind).strip()}"


def _folder() -> Path:
    spec = importlib.util.find_spec("vietnamadminunits")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the demo city needs the package vietnamadminunits: pip install 'congvu[demo]'")
    return Path(spec.submodule_search_locations[0]) / "data"


def load() -> Places:
    """The places, in the order of their codes. Raises RuntimeError when the package is not installed."""
    folder = _folder()
    successors = _successors(json.loads((folder / "converter_2025.json").read_text(encoding="utf-8")))
    connection = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    try:
        new = [
            Place(key, name, kind, f"{CITY_CODE}.{code}", None)
            for key, name, kind, code in connection.execute(NEW, (CITY_KEY,))
        ]
        rows = connection.execute(OLD, tuple(PROVINCES)).fetchall()
    finally:
        connection.close()
    return Places(
        provinces=_ordered(_provinces(rows)),
        districts=_ordered(_districts(rows)),
        old=_ordered(_wards(rows)),
        new=_ordered({place.key: place for place in new}),
        successors=successors,
    )


def _ordered(places: dict[str, Place]) -> tuple[Place, ...]:
    return tuple(sorted(places.values(), key=lambda place: place.code))


def _provinces(rows: list[tuple[str, ...]]) -> dict[str, Place]:
    types = {row[0]: "Thành phố" if row[0] == CITY_KEY else "Tỉnh" for row in rows}
    return {row[0]: Place(row[0], row[3], types[row[0]], PROVINCES[row[0]], None) for row in rows}


def _districts(rows: list[tuple[str, ...]]) -> dict[str, Place]:
    """Those that were divided into wards; the one that was not is of the lowest tier itself."""
    found = {}
    for province, district, ward, _, name, kind, code, *_ in rows:
        if ward:
            key = f"{province}_{district}"
            found[key] = Place(key, name, kind, f"{PROVINCES[province]}.{code}", province)
    return found


def _wards(rows: list[tuple[str, ...]]) -> dict[str, Place]:
    found = {}
    for province, district, ward, _, district_name, district_type, district_code, name, kind, code in rows:
        key = f"{province}_{district}_{ward}"
        district_identifier = f"{PROVINCES[province]}.{district_code}"
        if ward:
            found[key] = Place(key, name, kind, f"{district_identifier}.{code}", f"{province}_{district}")
        else:
            found[key] = Place(key, district_name, district_type, district_identifier, province)
    return found


def _successors(converter: dict[str, dict[str, dict[str, list[object]]]]) -> dict[str, tuple[str, ...]]:
    return dict(
        (
            *_whole(converter["DICT_PROVINCE_WARD_NO_DIVIDED"][CITY_KEY]),
            *_divided(converter["DICT_PROVINCE_WARD_DIVIDED"][CITY_KEY]),
        )
    )


def _whole(table: dict[str, list[object]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for new, olds in table.items():
        for old in olds:
            yield str(old), (new,)


def _divided(table: dict[str, list[object]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The part that keeps the old unit's work comes first."""
    for old, parts in table.items():
        found = msgspec.convert(parts, list[_Part])
        found.sort(key=lambda part: not part.isDefaultNewWard)
        yield old, tuple(part.newWardKey for part in found)


class _Part(msgspec.Struct):
    newWardKey: str
    isDefaultNewWard: bool
