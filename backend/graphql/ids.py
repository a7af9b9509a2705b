"""Global ids: opaque to clients, "Noun:uuid" in base64url inside; a plain UUID is accepted as well."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from graphql import GraphQLError


def global_id(noun: str, id: UUID) -> str:
    """The id of a noun's object, unique over all nouns."""
    return urlsafe_b64encode(f"{noun}:{id}".encode()).decode().rstrip("=")


def parse_id(text: str) -> tuple[str | None, UUID]:
    """Noun (None for a plain UUID) and UUID of an id; raises GraphQLError with code `id.malformed`."""
    try:
        if len(text) in (32, 36):
            return None, UUID(text)
        noun, _, plain = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(":")
        return noun, UUID(plain)
    except ValueError as error:
        raise GraphQLError(
            "This is not an id: send one that this interface gave, or a UUID.",
            extensions={"code": "id.malformed"},
        ) from error


def uuid_of(text: str, noun: str | None = None) -> UUID:
    """The UUID inside an id; refuses the id of another noun where `noun` is given."""
    found, id = parse_id(text)
    if noun is not None and found not in (None, noun):
        raise GraphQLError(
            f"This id names a {found}; a {noun} is wanted here.", extensions={"code": "id.wrong-noun"}
        )
    return id
