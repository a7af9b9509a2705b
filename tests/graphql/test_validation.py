"""Our way through the specification's rules finds what graphql-core's own finds."""

from __future__ import annotations

import graphql
import pytest
from graphql import get_introspection_query, parse

from backend.graphql.guard import check
from backend.graphql.schema import schema
from backend.graphql.validation import validate
from tests.graphql.hostile import CORPUS

WRONG = [
    "{ nothing }",
    "{ me { official } }",
    "{ me { scopes { id } } }",
    "query ($a: Nothing) { me { scopes } }",
    "query ($a: Int, $a: Int) { me { scopes } }",
    "query ($first: Int) { me { scopes } }",
    '{ tasks(first: "ten", nothing: 1, first: 2) { nodes { id } } }',
    "{ tasks { nodes { a: id a: title } } }",
    "{ tasks { nodes { ...F } } }",
    "{ me { scopes } } fragment F on Task { id }",
    "{ tasks { nodes { ...F } } } fragment F on Unit { name }",
    "{ tasks { nodes { ...F } } } fragment F on Task { id ...F }",
    "{ tasks { nodes { ...F } } } fragment F on Task { id } fragment F on Task { title }",
    "query A { me { scopes } } query A { me { scopes } }",
    "{ me { scopes } } query B { me { scopes } }",
    "{ me @nothing { scopes @skip } }",
    "{ me @skip(if: true) @skip(if: false) { scopes } }",
    "subscription { me { scopes } }",
    "{ tasks(filter: {nothing: 1, dueAfter: 3}) { nodes { id } } }",
    "mutation { taskAssign(input: {}) { __typename } }",
    '{ a: task(id: "x") { id } a: unit(id: "x") { id } }',
]
RIGHT = [get_introspection_query(), "query Q { me { scopes } }", "{ tasks { nodes { ... on Task { id } } } }"]


def cheap() -> list[str]:
    """Of the hostile queries those that the guard lets through to validation."""
    found = []
    for text in CORPUS.values():
        try:
            check(parse(text, max_tokens=1_000), schema._schema)
        except graphql.GraphQLError:
            continue
        found.append(text)
    return found


@pytest.mark.parametrize("text", [*WRONG, *RIGHT, *cheap()])
def test_the_same_errors_in_the_same_order_as_graphql_core(text: str) -> None:
    document = parse(text)
    theirs = graphql.validate(schema._schema, document)
    ours = validate(schema._schema, document, 100)
    assert [(e.message, e.locations) for e in ours] == [(e.message, e.locations) for e in theirs]


@pytest.mark.parametrize("text", WRONG)
def test_each_wrong_document_is_found_wrong(text: str) -> None:
    assert validate(schema._schema, parse(text), 100)


def test_no_more_errors_are_told_than_asked_for() -> None:
    document = parse("{ " + " ".join(f"nothing{n}" for n in range(9)) + " }")
    assert len(validate(schema._schema, document, 3)) == 3
