"""Faults planted in the access functions, one at a time: the comparison must notice each."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from domain import access, acting, judging, naming, seeing, talk
from domain.facts import DELEGABLE, AbsenceFact
from domain.organisation import Organisation, scopes
from domain.relations import absence, directory, issuing, recurrence, task
from domain.relations import talk as talking
from domain.relations.case import Case, anybody
from domain.task import state


class Mutant(msgspec.Struct, frozen=True):
    """`old` in the source of `function` is replaced by `new`."""

    name: str
    function: Callable[..., Any]
    old: str
    new: str

    def plant(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Exchange the function's code, for all who have imported it."""
        source = textwrap.dedent(inspect.getsource(self.function))
        assert source.count(self.old) == 1, f"{self.name}: the source has changed, plant the fault anew"
        space: dict[str, Any] = {}
        exec(  # the source is our own
            "from __future__ import annotations\n" + source.replace(self.old, self.new),
            self.function.__globals__,
            space,
        )
        changed = space[self.function.__name__]
        monkeypatch.setattr(self.function, "__code__", changed.__code__)


class Rule(msgspec.Struct, frozen=True):
    """Another row in the table of commands."""

    name: str
    command: str
    change: Callable[[tuple[access.Way, ...]], tuple[access.Way, ...]]

    def plant(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Exchange the row."""
        monkeypatch.setitem(access.RULES, self.command, self.change(access.RULES[self.command]))


def _lent(ways: tuple[access.Way, ...]) -> tuple[access.Way, ...]:
    return tuple(msgspec.structs.replace(way, lent=DELEGABLE) for way in ways)


MUTANTS: tuple[Mutant | Rule, ...] = (
    Rule("a relation dropped", "task.report", lambda ways: ways[:1]),
    Rule("labelled by the assigner alone", "task.label", lambda ways: ways[:1]),
    Rule("checked by the lead alone", "task.check", lambda ways: ways[:1]),
    Rule("suspended by the lead", "task.suspend", lambda ways: (*ways, access.Way(relation=task.lead))),
    Rule("templates of the desk alone", "template.change", lambda ways: ways[:1]),
    Rule("templates of administrators alone", "template.create", lambda ways: ways[1:]),
    Rule("a way dropped", "task.reassign", lambda ways: ways[:-1]),
    Rule("a relation too many", "task.complete", lambda ways: (*ways, access.Way(relation=task.link))),
    Rule("lent what is never lent", "task.accept", _lent),
    Mutant("anything may be lent", access._decide_person, "if acting.lent is not None", "if False"),
    Mutant("any policy may do anything", access.decide, "command.name not in", "() in"),
    Mutant("a closed account acts", acting._own_post, "or not account.active", ""),
    Mutant("a post that another holds", acting._own_post, "or post.holder != actor.official", ""),
    Mutant("a deputy of equal order", acting._deputy, "own.order <= leader", "own.order < leader"),
    Mutant("a deputy before the leader", acting._deputy, "own.order <= leader", "own.order >= leader"),
    Mutant("a deputy of another unit", acting._deputy, "own.unit != leader.unit", "False"),
    Mutant("deputies in no order", acting._deputy, "if not organisation.away(other.holder, now)", "if False"),
    Mutant("a deputy waits for an empty seat", acting._deputy, "other.holder in (None, own.holder)",
           "other.holder == own.holder"),
    Mutant("a deputy waits for themselves", acting._deputy, "in (None, own.holder)", "is None"),
    Mutant("away after the end", Organisation.away, "each.start <= now <= each.end", "each.start <= now"),
    Mutant("away though cancelled", Organisation.away, "not each.cancelled and", ""),
    Mutant("a deputy administers", acting._deputy, "noun not in DEPUTISED", "False"),
    Mutant("a delegation's dates", acting._delegate, "or not given.start <= now <= given.end", ""),
    Mutant("a delegation's last moment", acting._delegate, "<= given.end", "< given.end"),
    Mutant("a revoked delegation", acting._delegate, "given.revoked or", ""),
    Mutant(
        "a delegation to another post",
        acting._delegate,
        "(given.giver, given.receiver) != (actor.behalf_of, own.subject)",
        "given.giver != actor.behalf_of",
    ),
    Mutant("a delegate on the desk", Case.sits, "not self.lent and", ""),
    Mutant("a delegate sees after the end", Organisation.lenders, "and fact.in_force", ""),
    Mutant("a closed post is seen through", Organisation.lenders, "and giver.active", ""),
    Mutant("a delegate sees nothing", scopes, "*organisation.lenders(post), ", ""),
    Rule("an approval by a stand-in", "task.complete", lambda ways: tuple(
        access.Way(relation=way.relation, lent=(*way.lent, acting.STAND_IN)) for way in ways)),
    Rule("a stand-in may not report", "task.report", lambda ways: tuple(
        access.Way(relation=way.relation) for way in ways)),
    Mutant("a stand-in sees nothing", scopes, ", *organisation.absent(post)", ""),
    Mutant("a stand-in sees after the end", Organisation.absent, "if absence.in_force", "if True"),
    Mutant("a stand-in sees all seats", Organisation.absent, "if absence.stand_in(seat) == post", "if True"),
    Mutant("the stand-in for others first", AbsenceFact.stand_in, "named.get(post, named.get(None))",
           "named.get(None, named.get(post))"),
    Mutant("nobody for the other seats", AbsenceFact.stand_in, "named.get(post, named.get(None))",
           "named.get(post)"),
    Mutant("a stand-in for who has left the seat", acting._stand_in, "not held or", ""),
    Mutant("anybody stands in", acting._stand_in, "or absence.stand_in(seat) != own.subject", ""),
    Mutant("an absence's dates", acting._stand_in, "or not absence.start <= now <= absence.end", ""),
    Mutant("a cancelled absence", acting._stand_in, "absence.cancelled or", ""),
    Mutant("away by anybody's word", absence.leading_beside, "case.leading and", ""),
    Mutant("away by any leader's word", absence.leading_beside, ".unit == case.unit", ".unit is not None"),
    Mutant("standing in for oneself", absence.check_stand_ins, "each.stand_in in seats", "False"),
    Mutant("another's seat left to a stand-in", absence.check_stand_ins, "each.post not in seats", "False"),
    Mutant("a closed seat is named", naming.check_seat, "if not fact.active", "if False"),
    Mutant("a post of another unit", naming.check_seat, "or fact.unit != seat.unit", ""),
    Mutant("an empty seat receives", naming.check_receiver, ".holder is None", ".holder is False"),
    Mutant("a leaver receives a seat or joins", naming._account, "or not account.active", ""),
    Mutant("the platform's fields", naming._assign, "command.assigner or command.directive or", ""),
    Mutant("the platform's form", naming._assign, "or command.form", ""),
    Mutant("taking another's seat", naming._reassign, "command.replaces is not None", "False"),
    Mutant(
        "a power over any unit",
        Case.has,
        "all(self.organisation.contains(outer, unit) for unit in wanted)",
        "bool(outer)",
    ),
    Mutant("any of the units is enough", Case.has, "all(self", "any(self"),
    Mutant("the submission is the assigner's", task.reviewer, "state.reviewer", "state.assigner"),
    Mutant("the first of the chain is lead", task.lead, "state.lowest", "state.lead"),
    Mutant("who has it now is a link", task.link, "state.links", "state.chain"),
    Mutant("above the lowest seat", task.above, "state.lead.unit", "state.lowest.unit"),
    Mutant("above without leading", task.above, "not case.leading", "False"),
    Mutant("passed on to anybody", task.passing_on, "and case.below(case.command.to.unit)", ""),
    Mutant("below anybody's task", task.check_parent, "not any(", "not (True or "),
    Mutant("hand-over among equals", directory.leading_unit_of_post, "post.order >= own", "post.order > own"),
    Mutant("lent without having", directory.holding_what_is_lent, "or bool(case.given(power))", "or True"),
    Mutant("merging needs one side", directory.administrator_of_all, "(case.command.unit, *", "(*(), *"),
    Mutant("contains turned round", Organisation.contains, "unit == outer for unit in self.ancestors(inner)",
           "unit == inner for unit in self.ancestors(outer)"),
    Mutant("predecessors forgotten", Organisation.on_desk, "unit in self.with_predecessors(fact.unit)",
           "unit == fact.unit"),
    Mutant("only the last predecessor", Organisation.with_predecessors, "stack = [unit]",
           "stack = []; seen |= {unit, *self._predecessors.get(unit, ())}"),
    Mutant("a desk of anybody", Organisation.on_desk, "or not (fact.leading or fact.intake)", ""),
    Mutant("a circle of units", Organisation.check_move, "if self.contains(unit, parent)", "if False"),
    Mutant("a unit closed over others", Organisation.check_empty, "posts or units", "posts"),
    Mutant("a former holder", Organisation._apply_post, "if old.holder is not None", "if False"),
    Mutant("everybody looks down", seeing.looking_down, "if fact.leading", "if fact.active"),
    Mutant("any power reads all", seeing.reads_everything, 'if power.name == "read-all-events"', ""),
    Mutant("all is read from a ward", seeing.reads_everything, "and unit.parent is None", ""),
    Mutant("a leaver reads all", seeing.reads_everything, "or not account.active", ""),
    Mutant("nobody looks down", seeing.sees, "any(may_open", "all(may_open"),
    Mutant("former seats forget", state.audience, "*state.former", ""),
    Mutant("the chain is not seen", state.seats_in_part, "*state.chain", "state.lead"),
    Rule("said for another", "message.post", _lent),
    Rule("reacted to unheard", "message.react", lambda ways: (access.Way(relation=anybody),)),
    Rule("pinned by all", "message.pin", lambda ways: (access.Way(relation=talking.hearing),)),
    Rule("retracted by the author alone", "message.retract", lambda ways: ways[:1]),
    Rule("rules set by all", "channel.setRules", lambda ways: (access.Way(relation=talking.hearing),)),
    Mutant("a member after leaving", Organisation._apply_member, "if fact.active", "if True"),
    Mutant("a moderator after the end", Organisation.moderates, "and fact.moderator", ""),
    Mutant("a successor does not hear", scopes, "organisation.with_predecessors(fact.unit)", "(fact.unit,)"),
    Mutant("members do not hear", scopes, "map(channel_scope, organisation.channels_of(official))", "()"),
    Mutant("open is heard by all", talk.place_of, "heard, ended = frozenset({channel_scope(id)})",
           'heard, ended = frozenset({"all"} if channel.kind == "open" else {channel_scope(id)})'),
    Mutant("rules of a channel forgotten", talk.place_of, "posting=channel.posting", "posting='all'"),
    Mutant("everyone called by anybody", talking.check_everyone, "and not moderating(case)", "and False"),
    Mutant("who hears nothing is called", talking.check_called, "if not _hears", "if False and not _hears"),
    Mutant("a vacant post is called", talking._hears, "holder is not None and", "holder is None or"),
    Mutant("forwarded unheard", talking.check_forwarded, "if not sees", "if False and not sees"),
    Mutant("moderators-only ignored", talking.speaking, 'place(case).posting == "all" or', "True or"),
    Mutant("an author who left", talking.author, "and hearing(case)", ""),
    Mutant("anybody is the author", talking.author, "case.subject.state.author == case.official and", ""),
    Mutant("a clerk keeps order", talking.moderating, '(at.kind != "unit" or case.leading)', "True"),
    Mutant("a third joins two", talking.joining, '== "open"', 'in ("open", "direct")'),
    Mutant("members invite to a private one", talking.inviting, '("open",', '("open", "private",'),
    Rule("announced by the power alone", "announcement.issue", lambda ways: ways[:1]),
    Rule("acknowledged for another", "announcement.acknowledge", _lent),
    Mutant("announced upwards", issuing.leading_all, "case.below(unit)", "bool(unit)"),
    Mutant("announced by anybody", issuing.leading_all, "case.leading and", ""),
    Mutant("acknowledged by its author", issuing.told, "case.official != state.author and", ""),
    Mutant("told by way of any unit", issuing.told, "& {unit_scope(case.command.unit)}", ""),
    Mutant("told by way of another's unit", issuing.told, "addressed(state) &", "frozenset() |"),
    Rule("a rule changed by anybody", "evaluationRule.change",
           lambda ways: (access.Way(relation=anybody),)),
    Mutant("decided without leading", judging.judge, "not case.leading or", ""),
    Mutant("decided elsewhere", judging.judge, "state.to not in", "() in"),
    Mutant("a successor does not decide", judging.judge, "case.organisation.with_predecessors(case.unit)",
           "(case.unit,)"),
    Mutant("decided about oneself", judging.judge, "case.official != state.official", "True"),
    Mutant("decided among equals", judging.judge, "own.order >= theirs.order", "own.order > theirs.order"),
    Mutant("withdrawn by anybody", judging.contestant, "case.subject.state.official == case.official",
           "True"),
    Mutant("put to anybody", judging.check_deciding, "if command.to != right", "if False"),
    Mutant("leaders judge themselves", judging.deciding_unit, "seat.order < own.order",
           "seat.order <= own.order"),
    Mutant("judged by an ended unit", judging.deciding_unit, "organisation.heir(unit.parent)", "unit.parent"),
    Mutant("figures seen by all", judging.sees_figure, "asker == official or", "True or"),
    Mutant("figures seen by oneself alone", judging.sees_figure,
           "or may_open(asker, below_scope(unit), organisation)", ""),
    Rule("recurring work ended by all", "recurrence.end",
         lambda ways: (access.Way(relation=anybody),)),
    Rule("set up without the power", "recurrence.setUp",
         lambda ways: (*ways, access.Way(relation=anybody))),
    Mutant("changed by whoever may give it", recurrence.recurring_to_units_still,
           "whose_recurs(case) and", ""),
    Mutant("anybody's recurring work", recurrence.whose_recurs, "case.sits(case.subject.state.seat)", "True"),
    Mutant("units asked again without the power", recurrence.recurring_to_units,
           "and issuing(_wanted(case))", ""),
    Mutant("a desk decides for who is there", recurrence.desk_of_vacant, "post.holder is None and", ""),
    Mutant("issued in another's seat", naming._issue, "command.issuer or", ""),
    Mutant("an ended unit is asked again", naming._recurring, "_active(wanted.units,", "_active((),"),
    Mutant("nobody is named", naming._mentions, "not in known[mention.kind]", "is known"),
)  # fmt: skip
"""Each a mistake that somebody could make."""
