"""The parts that the platform lives as, each a process: what it opens and keeps doing until told to stop."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from backend.app import dsn_of, open_auth, open_commands, open_pool, open_services, open_store
from backend.part import FOLDING, Context, Run, tune_collector
from backend.push.targets import Targets
from backend.settings import Settings
from domain import catalog
from projections.catalog import PROJECTIONS

if TYPE_CHECKING:
    from litestar.types import ControllerRouterHandler

# ruff: noqa: PLC0415 - a part loads what it needs alone: it must be back soon after it died


async def run_api(context: Context) -> None:
    """HTTP: the web app, sign-in, commands, GraphQL, files, exports, feeds."""
    from backend.evaluation.serving import TRIALS
    from backend.exporting.serving import export
    from backend.figures.serving import figures
    from backend.files import serving, tus
    from backend.graphql.http import controller
    from backend.graphql.schema import schema as graph
    from backend.http import app, feeds
    from backend.http.server import serve

    async with open_services(context.settings) as services:
        files = [*tus.ROUTES, *serving.ROUTES]
        reports = [export, *TRIALS, figures]
        routes = [controller(graph), feeds.events, *reports, *files, *_demo_routes(context.settings)]
        await serve(app.create(services, routes), context)


def _demo_routes(settings: Settings) -> list[ControllerRouterHandler]:
    if not settings.demo:
        return []
    from backend.http import demo

    return [demo.sessions]


async def run_worker(context: Context) -> None:
    """What follows from events and from dates; and the sweeping of what nobody needs any more."""
    from backend import housekeeping, retention
    from backend.calendars.feeds import Feeds
    from backend.files.files import open_files
    from backend.mail.mailer import open_mailer
    from backend.notify.digests import Digests, keep_sent
    from backend.notify.planner import keep_planned
    from backend.push import delivery
    from backend.timers.keeping import keep_timed, keep_years
    from backend.work import OpenWork
    from backend.worker import Rules, Worker, together
    from realtime import readings

    settings = context.settings
    delivery.check(settings)
    async with (
        await open_store(settings) as store,
        open_pool(settings, "worker", 2) as pool,
        open_pool(settings, "planner", 2) as planner,
        open_pool(settings, "timers", 2) as timers,
        open_pool(settings, "digest", 2) as digest,
        open_pool(settings, "push", 6) as outbox,
        open_auth(settings, pool) as auth,
        AsyncExitStack() as more,
    ):
        commands = await open_commands(store)
        feeds = Feeds(pool, auth.attempts)
        effects = together(
            auth.sessions.effects(), Targets(pool).effects(), feeds.effects(), readings.effects(pool)
        )
        rules = Rules(catalog.POLICIES, effects)
        work = OpenWork(pool, commands.standing)
        worker = Worker(dsn_of(settings), store, commands, work, rules)
        files = await more.enter_async_context(open_files(settings, pool, commands))
        running = asyncio.create_task(worker.run())
        sweeping = asyncio.create_task(auth.sessions.keep_swept())
        tidying = asyncio.create_task(housekeeping.keep_swept(store))
        clearing = asyncio.create_task(housekeeping.repeat(files.sweep, housekeeping.HOUR_SECONDS))
        expiring = asyncio.create_task(retention.keep_swept(pool, commands))
        timing = asyncio.create_task(keep_timed(timers, commands, commands.standing.current))
        dating = asyncio.create_task(keep_years(commands))
        planning = asyncio.create_task(keep_planned(planner))
        mailer = open_mailer(settings)
        mailing = (
            [asyncio.create_task(keep_sent(Digests(digest, mailer, settings.address)))] if mailer else []
        )
        pushing = asyncio.create_task(delivery.run(settings, outbox))
        context.ready()
        kept = (sweeping, tidying, clearing, expiring, timing, dating, planning, pushing, *mailing)
        await until(context.stop, running, *kept)


async def run_projector(context: Context) -> None:
    """The read models, kept up with the log."""
    from projections.runner import Projector

    async with await open_store(context.settings) as store:
        projecting = asyncio.create_task(Projector(store, dsn_of(context.settings), PROJECTIONS).run())
        context.ready()
        tune_collector(FOLDING)
        await until(context.stop, projecting)


async def run_gateway(context: Context) -> None:
    """Realtime sync over WebSockets."""
    from backend.http.asking import origin_of
    from backend.http.csrf import SHELLS
    from realtime import gateway

    settings = context.settings
    async with (
        await open_store(settings) as store,
        open_pool(settings, "gateway") as pool,
        open_auth(settings, pool) as auth,
    ):
        own = [origin_of(settings.public_url)] if settings.public_url else []
        await gateway.run(
            gateway.Config(socket=context.listening, origins=frozenset([*SHELLS, *own])),
            pool=pool,
            commands=await open_commands(store),
            verify=auth.revocations.verify,
            revoked=auth.revocations.among,
            stop=context.stop,
            ready=context.ready,
        )


async def run_actors(context: Context) -> None:
    """Scripted officials of the demo city, who act on each new directive while one watches."""
    from backend.demo.stage import Stage

    settings = context.settings
    async with (
        await open_store(settings) as store,
        open_pool(settings, "actors", 2) as pool,
        open_auth(settings, pool) as auth,
    ):
        commands = await open_commands(store)
        stage = Stage(store, commands, commands.standing.current, auth.accounts)
        acting = asyncio.create_task(stage.run())
        context.ready()
        await until(context.stop, acting)


async def until(stop: asyncio.Event, *work: asyncio.Task[None]) -> None:
    """Until told to stop; raises what ended the work, if that came first."""
    stopping = asyncio.create_task(stop.wait())
    try:
        done, _ = await asyncio.wait([stopping, *work], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in (stopping, *work):
            task.cancel()
        await asyncio.gather(stopping, *work, return_exceptions=True)


PARTS: dict[str, Run] = {
    "api": run_api,
    "gateway": run_gateway,
    "projector": run_projector,
    "worker": run_worker,
    "actors": run_actors,
}
"""The parts that `congvu part NAME` knows."""
