"""Rules of evaluation, contests and figures, as sections 3 to 5 of access.md say it, on the naive model."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.contest.state import State as ContestState
from domain.facts import PostFact
from tests.contracts.naive import Known, Refused
from tests.contracts.places import Ways
from tests.contracts.told import Told


class Judging(Told):
    """The model that knows who judges whom."""

    # 1. The organisation

    def has_what(self, id: UUID) -> UUID:
        """The unit that has what a unit had."""
        unit = self.unit(id)
        if unit is None:
            return id
        if unit.successors:
            return self.has_what(unit.successors[0])
        return id if unit.active or unit.parent is None else self.has_what(unit.parent)

    def deciding_unit(self, post: PostFact) -> UUID | None:
        for other in self.posts:
            beside = other.unit == post.unit and other.active and other.subject != post.subject
            if beside and other.leading and (not post.leading or other.order < post.order):
                return post.unit
        unit = self.unit(post.unit)
        return None if unit is None or unit.parent is None else self.has_what(unit.parent)

    # 4. Commands

    def judged_ways(self, command: Any, known: Known, official: UUID, post: PostFact) -> Ways:
        if command.name == "evaluationRule.draft":
            return [(self.power(post, "administer", command.unit), ())]
        if known.rule is not None:
            return [(self.power(post, "administer", known.rule.unit), ())]
        if command.name == "contest.raise":
            return [(True, ())]
        assert known.contest is not None
        if command.name == "contest.withdraw":
            return [(official == known.contest.official, ())]
        return [(self.is_judge(official, post, known.contest), ())]

    def is_judge(self, official: UUID, post: PostFact, contest: ContestState) -> bool:
        if not post.leading or contest.to not in self.stands_for(post.unit):
            return False
        theirs = self.post(contest.seat.post)
        if theirs is not None and theirs.unit == post.unit and theirs.leading:
            return post.order < theirs.order and official != contest.official
        return official != contest.official

    def check_contested(self, command: Any, post: PostFact) -> None:
        if command.name != "contest.raise":
            return
        if command.unit != post.unit and command.task is None:
            raise Refused("contest.nobody-above")
        right = self.deciding_unit(post) if command.unit == post.unit else self.has_what(command.unit)
        if right is None:
            raise Refused("contest.nobody-above")
        if command.to != right:
            raise Refused("contest.other-leaders")

    # 5. Who sees

    def sees_contest(self, official: UUID, contest: ContestState) -> bool:
        desk = any(self.on_desk(post, contest.to) for post in self.held(official))
        return official == contest.official or desk or self.may_open(official, contest.unit)

    def sees_figure(self, official: UUID, whose: UUID, unit: UUID) -> bool:
        return official == whose or self.may_open(official, unit)
