"""The API with its GraphQL, and beside it the floor: the same rows by SQL and orjson."""

from __future__ import annotations

import socket
import sys
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import uvicorn
import uvloop
from litestar import Request, Response, post

from backend.app import open_services
from backend.graphql.http import controller
from backend.graphql.schema import schema
from backend.http import app
from backend.http.services import Services
from backend.part import tune_collector
from backend.settings import Settings
from realtime.principal import Principal

KEY = b64encode(bytes(32)).decode()
FLOOR = """
SELECT v.id, title, state, urgency, deadline, percent, waiting, updated_at AS "updatedAt"
FROM task_view v JOIN row r ON r.collection = 'task' AND r.id = v.id
WHERE deadline > '2020-01-01'
AND CASE WHEN r.audience && ARRAY(SELECT scope FROM person_scope WHERE official = $1 AND NOT gone)
    THEN true END
ORDER BY deadline, v.id LIMIT $2
"""


@post("/floor", status_code=200)
async def floor(request: Request[Any, Any, Any], services: Services, principal: Principal) -> Response[bytes]:
    """What is left of the work without GraphQL: who asks, one statement, the answer's text."""
    asked = orjson.loads(await request.body())
    rows = await services.pool.fetch(FLOOR, principal.official, asked["first"])
    body = orjson.dumps({"tasks": [dict(row) for row in rows]}, default=str)
    return Response(body, media_type="application/json")


async def main(dsn: str, official: UUID) -> None:
    """Serve until terminated; print the port and a token."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listening:
        settings = Settings(data=Path(folder), database_url=dsn, master_key=KEY)
        async with open_services(settings) as services:
            token = (await services.sessions.open(official)).access
            application = app.create(services, [controller(schema), floor])
            config = uvicorn.Config(application, http="httptools", log_config=None, access_log=False)
            tune_collector()
            sys.stdout.write(f"{listening.getsockname()[1]} {token}\n")
            sys.stdout.flush()
            await uvicorn.Server(config).serve([listening])


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], UUID(sys.argv[2])))
