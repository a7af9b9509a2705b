"""`/api/figures.csv` and `/api/figures.xlsx`: figures of units, posts, sources, directives to take away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.figures.asking import Asked, Of, answerable
from backend.figures.sheet import Named, as_csv, as_xlsx
from backend.graphql.common import here
from backend.graphql.nodes import DirectiveNode, PostNode, UnitNode
from backend.graphql.reads import Reads
from backend.http.services import Services
from projections import counting
from projections.counting import Counts, Measure, Period
from realtime.principal import Principal

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FIRST: dict[str, dict[Of, str]] = {
    "vi": {"unit": "Đơn vị", "city": "Đơn vị", "post": "Chức vụ", "source": "Nguồn", "directive": "Chỉ đạo"},
    "en": {"unit": "Unit", "city": "Unit", "post": "Post", "source": "Source", "directive": "Directive"},
}
TITLE = {"vi": "Số liệu công việc", "en": "Figures of work"}
NO_SOURCE = {"vi": "Không ghi nguồn", "en": "No source"}
UNREAD = {"vi": "Chỉ đạo không được xem nội dung", "en": "A directive that may not be read"}
COLLECTIONS: dict[Of, tuple[str, type[Any]]] = {
    "unit": ("unit", UnitNode),
    "city": ("unit", UnitNode),
    "post": ("post", PostNode),
    "directive": ("directive", DirectiveNode),
}
MAKE: dict[str, Callable[[str, Sequence[Named], str], bytes]] = {"csv": as_csv, "xlsx": as_xlsx}

Grouping = Annotated[Of, QueryParameter(description="What they are grouped by.")]
Ids = Annotated[list[UUID] | None, QueryParameter(description="Given once for each.")]
Below = Annotated[bool, QueryParameter(description="With all units that these contain.")]
By = Annotated[Measure, QueryParameter(description="What lies between start and end.")]
Moment = Annotated[datetime | None, QueryParameter(description="ISO 8601; without a zone: local time.")]
AsOf = Annotated[datetime | None, QueryParameter(name="asOf", description="As it was at this moment.")]


@get(["/api/figures.csv", "/api/figures.xlsx"])
async def figures(  # noqa: PLR0917 - given by name
    request: Request[Any, Any, Any],
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
    language: NamedDependency[str],
    of: Grouping,
    units: Ids = None,
    ids: Ids = None,
    below: Below = False,
    by: By = "deadline",
    start: Moment = None,
    end: Moment = None,
    as_of: AsOf = None,
) -> Response[bytes]:
    """What `figures` of GraphQL says, of the same arguments; `by`, `start` and `end` give a period."""
    asked = _asked(of, units, ids, below=below, period=(by, start, end), past=as_of)
    kind = request.url.path.rpartition(".")[2]
    content, headers = await _told(services, principal, language, asked, kind)
    return Response(content, headers=headers, media_type=MEDIA[kind])


def _asked(
    of: Of,
    units: Sequence[UUID] | None,
    ids: Sequence[UUID] | None,
    *,
    below: bool,
    period: tuple[Measure, datetime | None, datetime | None],
    past: datetime | None,
) -> Asked:
    by, start, end = period
    ends = [here(at) if at else None for at in (start, end)]
    return Asked(
        of=of,
        units=tuple(units or ()),
        ids=tuple(ids or ()),
        below=below,
        period=Period(by, *ends) if start or end else None,
        past=here(past) if past else None,
    )


async def _told(
    services: Services, principal: Principal, language: str, asked: Asked, kind: str
) -> tuple[bytes, dict[str, str]]:
    """The file, and the headers that go with it."""
    reads = Reads(services.pool, principal.official, _ready)
    try:
        may = await answerable(reads, asked)
        found = await reads.run(lambda conn: counting.count(conn, may.wanted))
        groups = await _named(reads, asked.of, may.grouped(found, Counts), language)
        position = await reads.position()
    finally:
        await reads.close()
    first = FIRST[language][asked.of]
    name = quote(f"{TITLE[language]} - {first} - {here(may.wanted.at):%Y-%m-%d}.{kind}")
    headers = {
        "content-disposition": f"attachment; filename=\"figures.{kind}\"; filename*=UTF-8''{name}",
        "cache-control": "no-store",
        "congvu-position": str(position),
    }
    return await asyncio.to_thread(MAKE[kind], first, groups, language), headers


async def _named(
    reads: Reads, of: Of, groups: Sequence[tuple[Any, Counts]], language: str
) -> list[tuple[str, Counts]]:
    """The groups by their names."""
    if of == "source":
        return [(key or NO_SOURCE[language], counts) for key, counts in groups]
    rows = await reads.many(*COLLECTIONS[of], [key for key, _ in groups])
    names = {row.key: row.name if isinstance(row, UnitNode) else row.title for row in rows}
    return [(names.get(key, UNREAD[language]), counts) for key, counts in groups]


async def _ready() -> None:
    """Whatever there is."""
