"""`domain.access` answers as access.md says, in random organisations, and the comparison is not empty."""

from __future__ import annotations

from collections import Counter

import pytest

from domain.access import POLICY_COMMANDS, RULES
from domain.catalog import COMMANDS
from tests.contracts.comparison import LOOKS, Sight, answered, differences, folded
from tests.contracts.mutants import MUTANTS, Mutant, Rule
from tests.contracts.policies import POLICY_COMMANDS as SPECIFIED
from tests.contracts.requests import MAKE, Asked

SEEDS = range(100)
FEWEST_DECISIONS = 80_000
FEWEST_OF_EACH = 15
"""How often each command must be both allowed and denied."""
MOST_TO_NOTICE = 260_000
"""Questions after which a planted fault must have been noticed."""

REFUSALS = [
    "access.denied",
    "access.platform-only",
    "access.not-your-parent",
    "task.parent-unknown",
    "actor.no-account",
    "actor.no-post",
    "actor.not-your-post",
    "actor.post-unknown",
    "actor.not-deputy",
    "actor.deputy-limits",
    "actor.not-next",
    "actor.no-delegation",
    "actor.delegation-over",
    "actor.power-not-lent",
    "actor.not-stand-in",
    "actor.absence-over",
    "actor.stand-in-limits",
    "absence.not-their-post",
    "absence.own-stand-in",
    "unit.unknown",
    "unit.not-active",
    "unit.cycle",
    "unit.not-empty",
    "seat.unknown",
    "seat.closed",
    "seat.empty",
    "official.not-active",
    "channel.not-found",
    "announcement.not-found",
    "contest.nobody-above",
    "contest.other-leaders",
    "message.not-found",
    "message.mention-elsewhere",
    "message.mention-unknown",
    "access.everyone",
]
"""Every refusal in access.md."""


def test_the_code_answers_as_the_specification_says() -> None:
    for _, question, answer in differences(SEEDS):
        pytest.fail(f"{answer} instead of {question.meant}, seed {question.seed}: {question.question}")


def test_every_command_is_asked_about_allowed_and_denied() -> None:
    given: Counter[tuple[str, str]] = Counter()
    for seed in SEEDS:
        for answer in answered(seed)[1]:
            if isinstance(answer.question, Asked):
                given[answer.question.command.name, answer.meant or "allowed"] += 1
    assert given.total() >= FEWEST_DECISIONS
    assert set(MAKE) == set(COMMANDS) == set(RULES)
    for command in COMMANDS:
        for kind in ("allowed", "access.denied"):
            assert given[command, kind] >= FEWEST_OF_EACH, (command, kind)
    codes: Counter[str] = Counter()
    for (_, code), number in given.items():
        codes[code] += number
    assert set(codes) == {"allowed", *REFUSALS}
    assert all(codes[code] >= FEWEST_OF_EACH // 3 for code in REFUSALS), codes


def test_everybody_sees_some_things_and_not_others() -> None:
    seen: Counter[tuple[str, bool]] = Counter()
    for seed in SEEDS:
        for answer in answered(seed)[1]:
            if isinstance(answer.question, Sight):
                seen[answer.question.kind, bool(answer.meant)] += 1
    for kind in (
        "below",
        "events",
        "task",
        "directive",
        "line",
        "place",
        "announcement",
        "tally",
        "contest",
        "figure",
    ):
        assert min(seen[kind, True], seen[kind, False]) >= 50, (kind, seen)


def test_what_may_be_decided_by_delegation_is_seen() -> None:
    decided: Counter[str] = Counter()
    for seed in SEEDS:
        facts, answers = answered(seed)
        organisation = folded(facts)
        for answer in answers:
            asked = answer.question
            if not isinstance(asked, Asked) or asked.subject is None or answer.meant is not None:
                continue
            kind = asked.subject.TOPIC
            papers = (*organisation.delegations.values(), *organisation.absences.values())
            in_force = {str(paper.subject) for paper in papers if paper.in_force}
            lent = asked.actor.behalf_of != asked.actor.post and asked.actor.basis in in_force
            if kind in ("task", "directive") and lent:
                thing = asked.known.task or asked.known.directive
                assert LOOKS[kind](asked.actor.official, thing, organisation), asked
                decided[kind] += 1
    assert min(decided["task"], decided["directive"]) >= FEWEST_OF_EACH // 3, decided


def test_the_policies_are_those_of_the_specification() -> None:
    assert {name: sorted(commands) for name, commands in POLICY_COMMANDS.items()} == {
        name: sorted(commands) for name, commands in SPECIFIED.items()
    }


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_planted_fault_is_noticed(mutant: Mutant | Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in SEEDS:
        answered(seed)  # asked before the fault is there, which would change the organisations too
    mutant.plant(monkeypatch)
    asked, _, _ = next(differences(SEEDS), (MOST_TO_NOTICE + 1, None, None))
    assert asked <= MOST_TO_NOTICE
