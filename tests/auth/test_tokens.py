"""Access tokens: only our own, unaltered, of today's kind."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from backend.auth.tokens import Tokens
from realtime.principal import Refused
from tests.auth.conftest import Clock


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_a_token_of_another_installation_is_refused(tokens: Tokens, clock: Clock) -> None:
    other = Tokens(bytes([1] * 32), clock).access(uuid4(), uuid4(), clock() + timedelta(minutes=1))
    with pytest.raises(Refused):
        tokens.verify(other)


@pytest.mark.parametrize("algorithm", ["none", "HS512", "RS256"])
def test_the_token_does_not_choose_its_algorithm(tokens: Tokens, clock: Clock, algorithm: str) -> None:
    header, claims, signature = tokens.access(uuid4(), uuid4(), clock() + timedelta(minutes=1)).split(".")
    for forged in (
        f"{part({'alg': algorithm})}.{claims}.{signature}",
        f"{part({'alg': algorithm})}.{claims}.",
    ):
        with pytest.raises(Refused):
            tokens.verify(forged)
    assert header != part({"alg": algorithm})


@pytest.mark.parametrize(
    "text", ["", "a", "a.b.c", "....", "ế.ế.ế", "x" * 9000, "eyJhbGciOiJIUzI1NiJ9.bnVsbA.x"]
)
def test_what_is_no_token_is_refused(tokens: Tokens, text: str) -> None:
    with pytest.raises(Refused):
        tokens.verify(text)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"iss": "congvu", "sub": "lan", "sid": "x", "exp": 9e9},
        {"iss": "congvu", "sub": str(uuid4()), "sid": str(uuid4()), "exp": "soon"},
        {"iss": "other", "sub": str(uuid4()), "sid": str(uuid4()), "exp": 9_000_000_000},
        {"iss": "congvu", "sub": str(uuid4()), "sid": str(uuid4())},
    ],
)
def test_even_with_our_key_the_claims_must_be_ours(tokens: Tokens, claims: dict[str, object]) -> None:
    key = tokens._access_key
    assert isinstance(key, OctKey)
    with pytest.raises(Refused):
        tokens.verify(jwt.encode({"alg": "HS256"}, claims, key))
