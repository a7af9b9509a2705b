"""Documents made ready: parsed with a token limit, guarded, validated, and kept by their text."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, parse
from strawberry.extensions import SchemaExtension

from backend.graphql.guard import DEFAULT_LIMITS, Limits, Refused, check
from backend.graphql.validation import validate

MAX_ERRORS = 5
TOKEN = re.compile(
    r'"""(?:\\"""|[^"\\]++|\\|"(?!""))*+(?:"""|\Z)|"(?:[^"\\\n]++|\\.)*+"?|#[^\n]*+'
    r"|[_A-Za-z]\w*+|-?\d[\d.eE+-]*+|\.\.\.|[!$&():=@\[\]{|}]"
)
"""A block string, string, comment, name, number or punctuator (GraphQL, section 2.1); without a way back, so
in linear time."""


class Documents:
    """Ready documents of one schema; only good ones are kept, so that bad ones cannot push them out."""

    def __init__(self, schema: GraphQLSchema, limits: Limits = DEFAULT_LIMITS, keep: int = 512) -> None:
        self.schema, self.limits, self.keep = schema, limits, keep
        self._ready: OrderedDict[str, DocumentNode] = OrderedDict()

    def __len__(self) -> int:
        return len(self._ready)

    def ready(self, text: str) -> tuple[DocumentNode | None, list[GraphQLError]]:
        """The document, or what is wrong with it (syntax, a bound, or up to five validation errors)."""
        document = self._ready.get(text)
        if document is not None:
            self._ready.move_to_end(text)
            return document, []
        try:
            document = self._parse(text)
            check(document, self.schema, self.limits)
        except GraphQLError as error:
            return None, [error]
        errors = validate(self.schema, document, MAX_ERRORS)
        if errors:
            return document, errors
        self._ready[text] = document
        if len(self._ready) > self.keep:
            self._ready.popitem(last=False)
        return document, []

    def _parse(self, text: str) -> DocumentNode:
        if len(text) > self.limits.bytes:
            raise Refused("characters", self.limits.bytes, "Send a shorter query.")
        if exceeds(text, self.limits.tokens):
            raise Refused("tokens", self.limits.tokens, "Send a shorter query.")
        return parse(text, max_tokens=self.limits.tokens)


def exceeds(text: str, most: int) -> bool:
    """Whether a text has more tokens, comments left out; one that is no document is taken to have fewer.

    Parsing takes twenty times as long, and would be given up only where the bound is reached.
    """
    tokens = (found for found in TOKEN.finditer(text) if text[found.start()] != "#")
    return next(islice(tokens, most, None), None) is not None


class GuardExtension(SchemaExtension):
    """Hands strawberry a ready document, so that neither its parser nor its validator runs again."""

    documents: Documents

    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        if context.query and context.graphql_document is None:
            document, errors = self.documents.ready(context.query)
            if document is None:
                raise errors[0]
            context.graphql_document = document
            self._errors = errors
        yield

    def on_validate(self) -> Iterator[None]:
        self.execution_context.pre_execution_errors = getattr(self, "_errors", [])
        yield


def guard_extension(documents: Any) -> type[GuardExtension]:
    """The extension bound to a schema's documents (strawberry makes one instance an operation)."""
    return type("BoundGuardExtension", (GuardExtension,), {"documents": documents})
