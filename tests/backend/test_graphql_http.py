"""GraphQL over HTTP as its specification has it, on a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from backend.graphql.http import AT_LEAST, controller
from backend.graphql.schema import schema
from backend.http import app
from tests.backend.conftest import Api
from tests.backend.serving import serving

AUDITS = Path(__file__).parents[2] / "clients" / "e2e" / "graphql-audits.mjs"


@pytest.fixture
async def address(api: Api) -> AsyncIterator[str]:
    """Where the API with GraphQL answers."""
    async with serving(app.create(api.services, [controller(schema)])) as address:
        yield address


async def test_all_audits_of_graphql_http_pass(address: str) -> None:
    node = await asyncio.create_subprocess_exec(
        "node",
        str(AUDITS),
        f"{address}/graphql",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await node.communicate()
    assert told.decode().strip() == "61 of 61"


async def test_a_broken_token_is_a_problem_not_a_guest(address: str) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            f"{address}/graphql",
            json={"query": "{ me { scopes } }"},
            headers={"authorization": "Bearer nonsense"},
        )
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_wrong_position_to_wait_for_is_named(address: str) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            f"{address}/graphql", json={"query": "{ __typename }"}, headers={AT_LEAST: "soon"}
        )
    assert answer.json()["code"] == "http.at-least"
    assert AT_LEAST in answer.json()["detail"]
