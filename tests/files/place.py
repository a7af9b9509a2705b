"""The API with files, on a real database whose rows are kept up, and officials who upload to it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
from litestar.types import ASGIApp

from backend import app as wiring
from backend.files import serving, tus
from backend.files.files import open_files
from backend.files.storage import Storage
from backend.graphql.http import controller
from backend.graphql.schema import schema
from backend.http import app
from backend.http.services import Services
from backend.settings import Settings
from domain.kernel import Actor
from projections.catalog import PROJECTIONS
from projections.kernel import Outcome, Request
from projections.runner import Projector

BODY = "application/offset+octet-stream"
SETUP = Actor(official=None, policy="setup")


def said(**values: str) -> str:
    """Upload-Metadata."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Caller:
    """An official who speaks tus."""

    def __init__(self, place: Place, client: httpx.AsyncClient, official: UUID) -> None:
        self.place = place
        self.client = client
        self.official = official

    async def ask(self, method: str, path: str, **headers: Any) -> httpx.Response:
        """A request; underscores in the names of headers are hyphens, `content` is its body."""
        content = headers.pop("content", None)
        told = {"tus-resumable": "1.0.0"} | {name.replace("_", "-"): str(v) for name, v in headers.items()}
        told = {name: value for name, value in told.items() if value != "None"}
        return await self.client.request(method, path, content=content, headers=told)

    async def begin(self, length: int, name: str = "Báo cáo.txt", **more: str) -> str:
        """A new upload; its address."""
        metadata = said(filename=name, **more)
        answer = await self.ask("POST", "/api/files", upload_length=length, upload_metadata=metadata)
        assert answer.status_code == 201, answer.text
        return answer.headers["location"]

    async def patch(
        self, address: str, offset: int, content: bytes | AsyncIterator[bytes], **headers: Any
    ) -> httpx.Response:
        """More of an upload."""
        fields: dict[str, Any] = {"upload_offset": offset, "content_type": BODY} | headers
        return await self.ask("PATCH", address, content=content, **fields)

    async def offset(self, address: str) -> int:
        """How far it has come."""
        answer = await self.ask("HEAD", address)
        assert answer.status_code == 200
        return int(answer.headers["upload-offset"])

    async def upload(self, content: bytes, name: str = "Báo cáo.txt", **more: str) -> UUID:
        """A file with this content."""
        address = await self.begin(len(content), name, **more)
        answer = await self.patch(address, 0, content)
        assert answer.status_code == 204, answer.text
        return UUID(address.rpartition("/")[2])

    async def refused(self, content: bytes, name: str = "Báo cáo.txt", **more: str) -> str:
        """The code with which this content is refused once it has come, and each time that one asks again."""
        address = await self.begin(len(content), name, **more)
        answer = await self.patch(address, 0, content)
        again = await self.ask("HEAD", address)
        assert answer.status_code == again.status_code >= 400
        code: str = answer.json()["code"]
        return code

    async def get(self, id: UUID, **headers: Any) -> httpx.Response:
        """What a file holds."""
        return await self.ask("GET", f"/api/files/{id}", tus_resumable=None, **headers)


class Place:
    """The application and what it stands on."""

    def __init__(self, settings: Settings, services: Services, storage: Storage) -> None:
        self.settings = settings
        self.services = services
        self.storage = storage
        self.application: ASGIApp = app.create(services, [*tus.ROUTES, *serving.ROUTES, controller(schema)])

    @asynccontextmanager
    async def caller(self, official: UUID | None = None, **headers: str) -> AsyncIterator[Caller]:
        """An official (a new one unless named) with an access token."""
        official = official or uuid4()
        token = (await self.services.sessions.open(official)).access
        transport = httpx.ASGITransport(self.application, raise_app_exceptions=False)
        told = {"authorization": f"Bearer {token}"} | headers
        async with httpx.AsyncClient(
            transport=transport, base_url="http://congvu.test", headers=told
        ) as client:
            yield Caller(self, client, official)

    async def command(self, name: str, args: dict[str, Any], actor: Actor = SETUP) -> Outcome:
        """A command, done."""
        request = Request(id=uuid4(), name=name, args=msgspec.json.encode(args), actor=actor)
        outcome = await self.services.commands.run(request)
        assert outcome.problem is None, outcome.problem
        return outcome

    async def shown(self, outcome: Outcome) -> None:
        """The rows show what a command did."""
        assert await self.services.reached.at_least(outcome.position or 0)

    async def objects(self, below: str) -> list[str]:
        """What lies in storage below a name."""
        found = [below]
        for at in found:
            found += [f"{at}/{each}" for each in await self.storage.below(at)]
        return found[1:]


@asynccontextmanager
async def place(settings: Settings, storage: Storage) -> AsyncIterator[Place]:
    """One that keeps its bytes in a storage."""
    await wiring.migrate(settings)
    async with (
        wiring.open_services(settings) as services,
        open_files(settings, services.pool, services.commands, storage) as files,
    ):
        log: Any = services.log
        projecting = asyncio.create_task(Projector(log, wiring.dsn_of(settings), PROJECTIONS).run())
        yield Place(settings, msgspec.structs.replace(services, files=files), storage)
        projecting.cancel()
        await asyncio.gather(projecting, return_exceptions=True)


async def flowing(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    """A body that comes in pieces."""
    for piece in pieces:
        yield piece
