"""GraphQL over HTTP, as its specification says (graphql-over-http draft, sections 5 and 6)."""

from __future__ import annotations

from typing import Any, ClassVar

import orjson
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from strawberry.http import GraphQLHTTPResponse
from strawberry.litestar.controller import GraphQLController
from strawberry.schema import BaseSchema
from strawberry.types import ExecutionResult

from backend.graphql.context import Context
from backend.http.asking import AnyRequest, bearer
from backend.http.services import Services
from domain.kernel import Rejection

RESPONSE_TYPE = "application/graphql-response+json"
AT_LEAST = "congvu-at-least"
"""Header: the position that the answer must be true at or after, for who reads what they wrote."""


class Controller(GraphQLController):
    """strawberry's controller with the specification's media type, statuses and bodies, encoded by orjson."""

    path = "/graphql"
    dependencies: ClassVar[Any] = {}  # type: ignore[misc]  # as in its base
    graphql_ide = None
    multipart_uploads_enabled = False
    protocols = ()
    websocket_endpoint: Any = None  # no subscriptions: what changes comes from the gateway

    @get()
    async def handle_http_get(
        self, request: AnyRequest, services: NamedDependency[Services], language: NamedDependency[str]
    ) -> Response[Any]:
        """An operation in the address."""
        return await self.execute_request(request, _context(request, services, language), None)

    @post(status_code=200)
    async def handle_http_post(
        self, request: AnyRequest, services: NamedDependency[Services], language: NamedDependency[str]
    ) -> Response[Any]:
        """An operation in the body."""
        return await self.execute_request(request, _context(request, services, language), None)

    async def get_sub_response(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """What resolvers could add headers to; none does."""
        return Response(None)

    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)

    def encode_json_string(self, data: object) -> str:
        return orjson.dumps(data).decode()

    async def process_result(
        self, request: Request[Any, Any, Any], result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        """A response to what never ran has no `data` entry at all (section 6.4.1)."""
        response: GraphQLHTTPResponse = await super().process_result(request, result)
        if result.data is None and result.errors and all(error.path is None for error in result.errors):
            response.pop("data", None)
        return response

    async def run(self, request: Any, context: Any = None, root_value: Any = None) -> Any:
        """Answers in the media type that was asked for; there, what never ran is a 400 (section 6.4.2)."""
        response = await super().run(request, context=context, root_value=root_value)
        if (
            isinstance(request, Request)
            and isinstance(response, Response)
            and RESPONSE_TYPE in request.headers.get("accept", "")
        ):
            response.media_type = RESPONSE_TYPE
            if isinstance(response.content, bytes) and not response.content.startswith(b'{"data"'):
                response.status_code = 400
        return response


def controller(schema: BaseSchema) -> type[Controller]:
    """The controller of a schema; the application gives it `services`, `language` and who asks."""

    class Bound(Controller):
        """Controllers are configured by their class."""

    Bound.schema = schema
    return Bound


def _context(request: AnyRequest, services: Services, language: str) -> Context:
    official = bearer(request, services).official if "authorization" in request.headers else None
    return Context(
        official=official,
        language=language,
        pool=services.pool,
        log=services.log,
        commands=services.commands,
        scales=services.scales,
        reached=services.reached,
        at_least=_at_least(request.headers.get(AT_LEAST, "0")),
    )


def _at_least(text: str) -> int:
    if not text.isdecimal():
        raise Rejection("http.at-least", header=AT_LEAST)
    return int(text)
