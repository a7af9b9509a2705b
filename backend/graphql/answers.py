"""The answers to a directive's form, added up by the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import strawberry
from strawberry.scalars import JSON

from backend.graphql.common import Info
from backend.graphql.form import Question
from backend.graphql.nodes import LineNode

STORED = """
    SELECT l.answers FROM line_view l JOIN row r ON r.collection = 'line' AND r.id = l.id
    WHERE l.directive = $2 AND r.audience && $3::text[]
"""
"""Those of the lines that hold one of these scopes."""
GIVEN = "SELECT convert_from(line, 'UTF8')::jsonb AS answers FROM unnest($2::bytea[]) AS given (line)"
"""Those of lines that are in memory."""
ADDED = """
SELECT key, sum(times)::int, sum(number * times), min(number), max(number),
    coalesce(jsonb_object_agg(option, times) FILTER (WHERE option IS NOT NULL), '{{}}')::text
FROM (
    SELECT each.key, count(*) AS times,
        CASE jsonb_typeof(each.value) WHEN 'number' THEN (each.value #>> '{{}}')::numeric END AS number,
        CASE WHEN each.key = ANY($1) THEN each.value #>> '{{}}' END AS option
    FROM ({source}) line, jsonb_each(line.answers) each
    GROUP BY 1, 3, 4
) counted GROUP BY key
"""
"""For each question: how many answered, sum, least, most, how often each option was chosen. $1: choices."""
NOTHING = (0, None, None, None, "{}")


@strawberry.type(description="The answers to one question, added up over the lines that the asker sees.")
class AnswerSum:
    question: Question
    answered: int
    sum: float | None = strawberry.field(description="Of numbers.")
    least: float | None
    most: float | None
    choices: JSON = strawberry.field(description="How often each option was chosen.")


async def of_directive(info: Info, directive: UUID, form: Sequence[Any]) -> list[AnswerSum]:
    """The answers on the lines of a directive that the asker sees."""
    return await _added(info, STORED, form, directive, await info.context.reads.scopes())


async def of_lines(info: Info, lines: Sequence[LineNode], form: Sequence[Any]) -> list[AnswerSum]:
    """The answers on these lines."""
    return await _added(info, GIVEN, form, [msgspec.json.encode(line.answers) for line in lines])


async def _added(info: Info, source: str, form: Sequence[Any], *values: Any) -> list[AnswerSum]:
    if not form:
        return []
    choices = [question.key for question in form if question.kind == "choice"]
    found = await info.context.reads.run(
        lambda conn: conn.fetch(ADDED.format(source=source), choices, *values)
    )
    sums = {key: added for key, *added in found}
    return [_sum(question, sums.get(question.key, NOTHING)) for question in form]


def _sum(question: Any, added: Sequence[Any]) -> AnswerSum:
    answered, total, least, most, chosen = added
    counts = msgspec.json.decode(chosen)
    return AnswerSum(
        question=question,
        answered=answered,
        sum=_float(total),
        least=_float(least),
        most=_float(most),
        choices={option: counts.get(option, 0) for option in question.options},  # type: ignore[arg-type]  # JSON
    )


def _float(number: Any) -> float | None:
    return None if number is None else float(number)
