"""Delivery as a part of the worker: a sender for each provider that this installation has."""

from __future__ import annotations

import asyncio
import importlib.util
import json
from importlib import import_module

import asyncpg

from backend.push import vapid
from backend.push.outbox import CHANNEL, Outbox
from backend.push.port import Provider
from backend.push.sender import Sender
from backend.settings import Settings, variable
from backend.store.keys import WrongKey
from backend.supervisor import Failed
from realtime.database import Bell

CREDENTIALS = {"type", "project_id", "private_key", "client_email", "token_uri"}
"""What a service account's file has at least."""


def check(settings: Settings) -> None:
    """See that what is set can work, before anything starts. Raises Failed with what to do."""
    try:
        vapid.load(settings)
    except WrongKey as error:
        raise Failed(str(error)) from None
    if settings.fcm_credentials is not None:
        _check_fcm(settings)


def _check_fcm(settings: Settings) -> None:
    name, path = variable("fcm_credentials"), settings.fcm_credentials
    assert path is not None
    if importlib.util.find_spec("firebase_admin") is None:
        raise Failed(f"{name} is set, which needs the extra fcm: pip install 'congvu[fcm]'")
    try:
        held = json.loads(path.read_bytes())
    except OSError as error:
        raise Failed(f"{name}: {path} cannot be read ({error.strerror})") from None
    except ValueError:
        held = None
    if not isinstance(held, dict) or not held.keys() >= CREDENTIALS:
        raise Failed(f"{name}: {path} is not the key file of a Firebase service account; download it anew")


async def run(settings: Settings, pool: asyncpg.Pool) -> None:
    """Deliver until cancelled. The libraries of providers are loaded beside what runs already."""
    async with asyncio.TaskGroup() as group:
        for provider in await providers(settings):
            bell = Bell(pool, channel=CHANNEL)
            sender = Sender(provider, Outbox(pool), bell, settings.push_rate)
            group.create_task(sender.run(), name=f"push to {provider.kind}")


async def providers(settings: Settings) -> list[Provider]:
    """Those that are set up: Web Push always, Firebase with its credentials."""
    web = await asyncio.to_thread(import_module, "backend.push.webpush")
    found: list[Provider] = [web.WebPush(vapid.load(settings))]
    if settings.fcm_credentials is not None:
        firebase = await asyncio.to_thread(import_module, "backend.push.fcm")
        found.append(await asyncio.to_thread(firebase.Fcm, settings.fcm_credentials))
    return found
