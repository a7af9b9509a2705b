"""Validation by the specification's rules (GraphQL October 2021, section 5), handlers known beforehand.

graphql-core asks each of its rules for each kind of node, in each document, whether it has a handler; for a
short document that is half of the work. The answer only depends on the rule's class, so it is kept here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from graphql import (
    BREAK,
    SKIP,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    Node,
    TypeInfo,
    TypeInfoVisitor,
    ValidationContext,
    Visitor,
    specified_rules,
    visit,
)
from graphql.language.visitor import EnterLeaveVisitor
from graphql.validation.validate import query_document_keys_to_validate

Handler = Callable[..., Any]
RULES = tuple(specified_rules)


@cache
def _handlers(kind: str) -> tuple[tuple[int, str | None, str | None], ...]:
    """Rules that look at nodes of a kind: number, name of the handler on entering, and on leaving."""
    found = []
    for number, rule in enumerate(RULES):
        enter, leave = _named(rule, "enter", kind), _named(rule, "leave", kind)
        if enter or leave:
            found.append((number, enter, leave))
    return tuple(found)


def _named(rule: type[Visitor], way: str, kind: str) -> str | None:
    return next((name for name in (f"{way}_{kind}", way) if hasattr(rule, name)), None)


class _Rules(Visitor):
    """All rules at once; one that skips a node or is done is not asked meanwhile."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__()
        self._rules = [rule(context) for rule in RULES]
        self._skipping: list[Any] = [None] * len(RULES)

    def get_enter_leave_for_kind(self, kind: str) -> EnterLeaveVisitor:
        """The handlers of those rules that have one for nodes of a kind."""
        known = self.enter_leave_map.get(kind)
        if known is None:
            known = self.enter_leave_map[kind] = self._merged(kind)
        return known

    def _merged(self, kind: str) -> EnterLeaveVisitor:
        handlers = _handlers(kind)
        entering = [(n, getattr(self._rules[n], enter)) for n, enter, _ in handlers if enter]
        leaving = [(n, getattr(self._rules[n], leave) if leave else None) for n, _, leave in handlers]
        skipping = self._skipping

        def enter(node: Node, *args: Any) -> None:
            for number, handler in entering:
                if skipping[number] is None:
                    told = handler(node, *args)
                    if told is SKIP or told is False:
                        skipping[number] = node
                    elif told is BREAK or told is True:
                        skipping[number] = BREAK

        def leave(node: Node, *args: Any) -> None:
            for number, handler in leaving:
                if skipping[number] is node:
                    skipping[number] = None
                elif skipping[number] is None and handler is not None:
                    told = handler(node, *args)
                    if told is BREAK or told is True:
                        skipping[number] = BREAK

        return EnterLeaveVisitor(enter if entering else None, leave if leaving else None)


class _Enough(Exception):
    """As many errors as are told were found."""


def validate(schema: GraphQLSchema, document: DocumentNode, max_errors: int) -> list[GraphQLError]:
    """What is wrong with a document that the guard let through, at most `max_errors`."""
    errors: list[GraphQLError] = []

    def on_error(error: GraphQLError) -> None:
        errors.append(error)
        if len(errors) >= max_errors:
            raise _Enough

    types = TypeInfo(schema)
    try:
        rules = _Rules(ValidationContext(schema, document, types, on_error))
        visit(document, TypeInfoVisitor(types, rules), query_document_keys_to_validate)
    except _Enough:
        pass
    return errors
