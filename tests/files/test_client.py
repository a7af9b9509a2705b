"""The tus client that the web app has goes on where its line was cut, and where another left off."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from uuid import UUID

from tests.backend.serving import serving
from tests.files.place import Caller, Place, sha256

UPLOADS = Path(__file__).parents[2] / "clients" / "e2e" / "tus-uploads.mjs"
SIZE = 12 << 20


async def test_tus_js_client_uploads_through_a_line_that_is_cut(here: Place, lan: Caller) -> None:
    token = lan.client.headers["authorization"].removeprefix("Bearer ")
    async with serving(here.application) as address:
        node = await asyncio.create_subprocess_exec(
            "node",
            str(UPLOADS),
            address,
            token,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        told, wrong = await node.communicate()
    assert node.returncode == 0, wrong.decode()
    cut, handed = [json.loads(line) for line in told.decode().splitlines()]
    for each in (cut, handed):
        content = (await lan.get(UUID(each["file"]))).content
        assert (len(content), sha256(content)) == (SIZE, each["digest"])
        assert each["requests"][0].startswith("POST 201")
        assert each["requests"][-1] == f"PATCH 204 {SIZE}"
    offsets = [int(each.split()[2]) for each in cut["requests"] if each.startswith("HEAD 200")]
    assert 0 < offsets[-1] < SIZE, "it went on from what had come"
    assert handed["requests"][1:3] == [f"PATCH 204 {5 << 20}", f"HEAD 200 {5 << 20}"]
    assert await here.objects("uploads") == []
