"""GraphQL over HTTP, as its specification says (graphql-over-http draft, sections 5 and 6)."""

from __future__ import annotations

from typing import Any, ClassVar

import orjson
from litestar import Request, Response
from litestar.di import Provide
from litestar.types import AnyCallable
from strawberry.http import GraphQLHTTPResponse
from strawberry.litestar.controller import GraphQLController, _context_getter_http, _context_getter_ws
from strawberry.schema import BaseSchema
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult

RESPONSE_TYPE = "application/graphql-response+json"


async def _no_root() -> None:
    return None


class Controller(GraphQLController):
    """strawberry's controller with the specification's media type, statuses and bodies, encoded by orjson."""

    path = "/graphql"
    graphql_ide = None
    multipart_uploads_enabled = False
    protocols = (GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL)
    max_subscriptions_per_connection = 20

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


def controller(schema: BaseSchema, context: AnyCallable, origins: frozenset[str]) -> type[Controller]:
    """The controller of a schema; `context` is a litestar dependency, `origins` may open sockets."""

    class Bound(Controller):
        dependencies: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
            **GraphQLController.dependencies,
            "custom_context": Provide(context),
            "context": Provide(_context_getter_http),
            "context_ws": Provide(_context_getter_ws),
            "root_value": Provide(_no_root),
        }
        allowed_origins = origins

    Bound.schema = schema
    return Bound
