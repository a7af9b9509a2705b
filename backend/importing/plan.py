"""The rows of a directory file as units, posts and officials, each once, with the line that says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from backend.importing.table import Line, Wrong
from domain.facts import POWERS

YES = frozenset({"yes", "y", "x", "1", "true", "có", "co"})
NO = frozenset({"", "no", "n", "0", "false", "không", "khong"})


class UnitLine(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as its first row describes it; without a name it must be in the directory already."""

    line: int
    code: str
    name: str
    short_name: str
    kind: str
    parent: str


class OfficialLine(msgspec.Struct, frozen=True, kw_only=True):
    """An official as their first row describes them."""

    line: int
    email: str
    name: str
    office_phone: str
    private_phone: str
    login: str


class PostLine(msgspec.Struct, frozen=True, kw_only=True):
    """A seat: known by unit, title and order; by its holder where there is no order."""

    line: int
    unit: str
    title: str
    order: int
    intake: bool
    powers: tuple[str, ...]
    email: str

    @property
    def key(self) -> str:
        """What makes it the same seat when the file is read again."""
        return f"{self.unit}|{self.title}|{self.order or self.email}"


class Plan(msgspec.Struct):
    """What a file asks for, units in an order in which each one's parent comes first."""

    units: dict[str, UnitLine] = {}
    officials: dict[str, OfficialLine] = {}
    posts: dict[str, PostLine] = {}
    wrong: list[Wrong] = []


def plan(lines: Iterable[Line], known: Collection[str]) -> Plan:
    """Sort rows into what they describe. `known`: codes of units in the directory."""
    made = Plan()
    for line in lines:
        wrong = [*_row_wrong(line, made, known)]
        made.wrong += wrong
        if not wrong:
            _take(line, made)
    made.units = _parents_first(made, known)
    for post in [
        post for post in made.posts.values() if post.unit not in made.units and post.unit not in known
    ]:
        del made.posts[post.key]
    return made


def _row_wrong(line: Line, made: Plan, known: Collection[str]) -> Iterator[Wrong]:
    code = line["unit_code"].upper()
    if not code:
        yield Wrong(line.number, "unit_code", "import.empty")
    elif not line["unit_name"] and code not in made.units and code not in known:
        yield Wrong(line.number, "unit_name", "import.new-unit", {"code": code})
    if line["order"] and not (line["order"].isdecimal() and 1 <= int(line["order"]) <= 99):
        yield Wrong(line.number, "order", "import.not-order", {"value": line["order"][:20]})
    if line["intake"].lower() not in YES | NO:
        yield Wrong(line.number, "intake", "import.not-yes-no", {"value": line["intake"][:20]})
    for power in _powers(line):
        if power not in POWERS:
            yield Wrong(
                line.number, "powers", "power.unknown", {"power": power[:40], "powers": ", ".join(POWERS)}
            )
    yield from _person_wrong(line, made)


def _person_wrong(line: Line, made: Plan) -> Iterator[Wrong]:
    email = line["email"].lower()
    if email and not line["name"] and email not in made.officials:
        yield Wrong(line.number, "name", "import.empty")
    if line["name"] and not email:
        yield Wrong(line.number, "email", "import.empty")
    if line["post"]:
        earlier = made.posts.get(_post(line).key) if not line["order"] or line["order"].isdecimal() else None
        if earlier is not None:
            yield Wrong(line.number, "post", "import.row-twice", {"line": earlier.line})


def _take(line: Line, made: Plan) -> None:
    code, email = line["unit_code"].upper(), line["email"].lower()
    if line["unit_name"]:
        made.units.setdefault(code, _unit(line, code))
    if email and line["name"]:
        made.officials.setdefault(email, _official(line, email))
    if line["post"]:
        post = _post(line)
        made.posts[post.key] = post


def _unit(line: Line, code: str) -> UnitLine:
    return UnitLine(
        line=line.number,
        code=code,
        name=line["unit_name"],
        short_name=line["unit_short_name"] or line["unit_name"],
        kind=line["unit_kind"] or "unit",
        parent=line["parent_code"].upper(),
    )


def _official(line: Line, email: str) -> OfficialLine:
    return OfficialLine(
        line=line.number,
        email=email,
        name=line["name"],
        office_phone=line["office_phone"],
        private_phone=line["private_phone"],
        login=line["login"].lower() or email,
    )


def _post(line: Line) -> PostLine:
    return PostLine(
        line=line.number,
        unit=line["unit_code"].upper(),
        title=line["post"],
        order=int(line["order"] or 0),
        intake=line["intake"].lower() in YES,
        powers=_powers(line),
        email=line["email"].lower(),
    )


def _powers(line: Line) -> tuple[str, ...]:
    return tuple(power.strip().lower() for power in line["powers"].split(";") if power.strip())


def _parents_first(made: Plan, known: Collection[str]) -> dict[str, UnitLine]:
    """Units whose parent is known or comes before; those in a circle or below nothing known are told."""
    ordered: dict[str, UnitLine] = {}
    waiting = dict(made.units)
    while waiting:
        free = [u for u in waiting.values() if not u.parent or u.parent in ordered or u.parent in known]
        if not free:
            break
        for unit in free:
            ordered[unit.code] = waiting.pop(unit.code)
    for unit in waiting.values():
        code = "import.unit-circle" if unit.parent in waiting else "import.no-parent"
        made.wrong.append(Wrong(unit.line, "parent_code", code, {"code": unit.parent}))
    return ordered
