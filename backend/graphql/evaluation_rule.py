"""Rules of evaluation: their versions, and of each parameter where it comes from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args
from uuid import UUID

import msgspec
import strawberry
from strawberry.scalars import JSON

from backend.graphql import ids
from backend.graphql.common import Info
from backend.graphql.inputs import enum_of
from backend.graphql.nodes import NOWHERE, EvaluationRuleNode, OfficialNode, UnitNode
from domain.evaluation.basis import DECREE, Article, Origin, basis_of
from domain.evaluation.parameters import DEFAULT, Parameters
from domain.evaluation.period import period_of

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.unit import Unit

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
RuleState: Any = enum_of("EvaluationRuleState", ("draft", "adopted", "in-force", "superseded", "withdrawn"))
ParameterOrigin: Any = enum_of("ParameterOrigin", get_args(Origin))

PLACES = {
    "vi": ("Nghị định {}", "Điều {}", "khoản {}", "điểm {}"),
    "en": ("Decree {}", "Article {}", "clause {}", "point {}"),
}
DEFAULT_TITLES = {"vi": f"Mặc định theo Nghị định {DECREE}", "en": f"Default by Decree {DECREE}"}
RULES = """
WITH RECURSIVE up AS (
    SELECT id, parent, 0 AS steps FROM unit_view WHERE id = $1
    UNION ALL SELECT u.id, u.parent, steps + 1 FROM unit_view u JOIN up ON u.id = up.parent WHERE steps < 100
)
SELECT r.id FROM up JOIN evaluation_rule_view r ON r.unit = up.id
ORDER BY steps, r.starts_at DESC NULLS FIRST, r.adopted_at DESC, r.id
"""
FOLLOWING = """
SELECT min(starts_at) FROM evaluation_rule_view
WHERE unit = $1 AND state = 'adopted' AND id <> $2 AND (starts_at, adopted_at) > ($3, $4)
"""
"""From when on another version of the unit holds."""


class Parameter(msgspec.Struct, frozen=True):
    """One parameter of a rule as it is shown."""

    name: str
    value: Any
    origin: Any
    reference: str | None
    says: str


def parameters_of(parameters: Parameters, language: str) -> list[Parameter]:
    """All parameters, each with what it rests on."""
    found = []
    for name, field in zip(Parameters.__struct_fields__, Parameters.__struct_encode_fields__, strict=True):
        basis = basis_of(name, parameters)
        value = msgspec.to_builtins(getattr(parameters, name))
        says = basis.en if language == "en" else basis.vi
        reference = _place(basis.article, language) if basis.article else None
        found.append(Parameter(field, value, ParameterOrigin(basis.origin), reference, says))
    return found


def _place(article: Article, language: str) -> str:
    """A place in the decree as it is cited."""
    words = PLACES.get(language, PLACES["vi"])
    parts = (DECREE, article.article, article.clause, article.point)
    return ", ".join(word.format(part) for word, part in zip(words, parts, strict=True) if part is not None)


@strawberry.type(description="One parameter of a rule, and what it rests on.")
class EvaluationParameter:
    name: str
    value: JSON
    origin: ParameterOrigin = strawberry.field(
        description="The decree, practice, a choice of this system, or one of the unit's own."
    )
    reference: str | None = strawberry.field(description="Where in the decree.")
    says: str = strawberry.field(description="What that says, in the asker's language.")


async def _unit(root: EvaluationRuleNode, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, None if root.key == NOWHERE else root.unit)


async def _author(root: EvaluationRuleNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.author)


async def _until(root: EvaluationRuleNode, info: Info) -> Any:
    if root.starts is None or root.state != "adopted":
        return None
    values = (root.unit, root.key, period_of(root.starts).start, root.adopted_at)
    return await info.context.reads.run(lambda conn: conn.fetchval(FOLLOWING, *values))


async def _state(root: EvaluationRuleNode, info: Info) -> Any:
    if root.state != "adopted" or root.starts is None:
        return RuleState(root.state)
    now, until = datetime.now(UTC), await _until(root, info)
    if until is not None and until <= now:
        return RuleState("superseded")
    return RuleState("in-force" if period_of(root.starts).start <= now else "adopted")


def _parameters(root: EvaluationRuleNode, info: Info) -> Any:
    return parameters_of(root.parameters, info.context.language)


@strawberry.type(description="One version of what a unit, and what it contains, evaluates work by.")
class EvaluationRule:
    id: strawberry.ID | None = strawberry.field(
        resolver=lambda root: None if root.key == NOWHERE else strawberry.ID(root.id),
        description="Null: the default, where no version was adopted.",
    )
    title: str
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    state: RuleState = strawberry.field(resolver=_state)
    starts: str | None = strawberry.field(description="The first period that it holds for.")
    until: datetime | None = strawberry.field(resolver=_until, description="Before when it holds.")
    paper: str | None = strawberry.field(description="The decision that adopted it.")
    author: LazyOfficial | None = strawberry.field(resolver=_author)
    adopted_at: datetime | None
    parameters: list[EvaluationParameter] = strawberry.field(resolver=_parameters)


def default_rule(language: str) -> EvaluationRuleNode:
    """What holds where no version was adopted."""
    return EvaluationRuleNode(
        unit=NOWHERE,
        title=DEFAULT_TITLES.get(language, DEFAULT_TITLES["vi"]),
        parameters=DEFAULT,
        state="adopted",
        starts=None,
        paper=None,
        author=NOWHERE,
        adopted_at=None,
        version=0,
    )


async def rule_shown(info: Info, rule: UUID | None) -> Any:
    """A version that holds, or the default."""
    found = await info.context.reads.row("evaluationRule", EvaluationRuleNode, rule)
    return found or default_rule(info.context.language)


async def evaluation_rules(info: Info, unit: strawberry.ID) -> Any:
    """Those of a unit and of what contains it, nearest and newest first; at last the default."""
    found = await info.context.reads.listed(
        "evaluationRule", EvaluationRuleNode, RULES, ids.uuid_of(unit, "Unit")
    )
    return [*found, default_rule(info.context.language)]
