"""The domain reads no clock, draws no lots and waits for nothing; each event has the time of its command."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import eventsourcing.domain
import pytest

import domain
from domain import unit
from domain.catalog import COMMANDS, EVENTS, NOUNS, POLICIES, table
from domain.kernel import Change, Creation, Event, Keeping
from tests.domain.examples import SAI_GON, SAI_GON_CREATED
from tests.domain.scenario import BEFORE, given

MODULES = sorted(Path(domain.__file__).parent.rglob("*.py"))
FORBIDDEN_MODULES = {"asyncio", "time", "random", "secrets", "os", "socket", "threading", "pathlib"}
FORBIDDEN_CALLS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "open"),
    *("uuid1", "uuid4", "uuid7", "create_timestamp", "create_id"),
}
FORBIDDEN_DIRECT = {"trigger_event", "_create"}
"""Only the kernel's `record` and `begin` call these, with a timestamp."""


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


def called(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            names.add(node.func.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names |= {f"{getattr(node.func.value, 'id', '')}.{node.func.attr}", node.func.attr} - {"open"}
    return names


def is_async(tree: ast.AST) -> bool:
    return any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in ast.walk(tree))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_clock_no_chance_no_waiting(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert not imported(tree) & FORBIDDEN_MODULES
    assert not called(tree) & FORBIDDEN_CALLS
    assert not is_async(tree)
    if path.name != "kernel.py":
        assert not called(tree) & FORBIDDEN_DIRECT


def test_the_librarys_own_clock_and_ids_are_off_in_these_tests() -> None:
    ward = given(unit.Unit, SAI_GON_CREATED, subject=SAI_GON).aggregate
    with pytest.raises(AssertionError, match="take them from By"):
        ward.trigger_event(unit.Closed)
    with pytest.raises(AssertionError, match="take them from By"):
        eventsourcing.domain.Aggregate.create_id()


class TestCatalog:
    def test_commands_are_named_for_a_noun_and_say_what_they_do(self) -> None:
        for name, command in COMMANDS.items():
            assert command.name == name
            assert command.noun in NOUNS.values()
            assert sum(issubclass(command, kind) for kind in (Creation, Change, Keeping)) == 1
            assert command.__doc__

    def test_each_noun_can_be_begun_by_one_event(self) -> None:
        for topic, noun in NOUNS.items():
            assert topic == noun.TOPIC
            created: Any = noun.Created
            assert EVENTS[created.TOPIC] is created

    def test_policies_follow_events_of_the_catalog_under_different_names(self) -> None:
        assert set(POLICIES) <= set(EVENTS)
        for policies in POLICIES.values():
            assert len({policy.name for policy in policies}) == len(policies)

    def test_a_topic_used_twice_is_refused(self) -> None:
        def other(topic: str) -> type[Event]:
            # Made without the kernel's registration, which would refuse it first.
            return type("Other", (), {"TOPIC": topic})

        with pytest.raises(TypeError, match=r"unit\.merged is used twice"):
            table([unit.Merged, other("unit.merged")])
        assert table([unit.Merged, other("nobody.merged")]) == {"unit.merged": unit.Merged}

    def test_the_kernel_refuses_a_topic_used_twice(self) -> None:
        with pytest.raises(Exception, match="already registered"):

            class Merged(Event):
                TOPIC = "unit.merged"

    def test_every_event_is_stamped_by_its_maker(self) -> None:
        assert given(unit.Unit, SAI_GON_CREATED).aggregate.created_on == BEFORE
