"""The committed schema is the one that is served."""

from __future__ import annotations

from pathlib import Path

from backend.graphql.inputs import camel
from backend.graphql.schema import schema
from domain.access import RULES
from domain.catalog import COMMANDS

FILE = Path(__file__).parents[2] / "schema.graphql"


def test_the_committed_schema_is_up_to_date() -> None:
    assert FILE.read_text() == schema.as_str() + "\n", (
        "run: .venv/bin/python -m backend.graphql.schema > schema.graphql"
    )


def test_every_command_that_persons_give_is_a_mutation() -> None:
    mutation = schema._schema.mutation_type
    assert mutation is not None
    given = {camel(name) for name in COMMANDS if RULES[name]}
    assert mutation.fields.keys() == given
    assert camel("delegation.followDates") not in given
