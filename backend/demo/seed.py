"""Puts the demo city into an empty log, once, and says who can sign in to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import structlog

from backend.auth.accounts import Account, Accounts
from backend.auth.passwords import Passwords
from backend.demo import city as plan
from backend.demo.chronicle import waves
from backend.demo.city import leaders, specialists
from backend.demo.history import History, write
from backend.store.draft import Draft
from backend.store.store import Store

CHAIRMAN = "chutich@tphcm.example"
SIGN_INS = (
    (CHAIRMAN, "trieu-cuong-0705"),
    ("giamdoc.snnmt@tphcm.example", "kenh-rach-2025"),
    ("chutich.saigon@tphcm.example", "ben-nghe-45"),
    ("chuyenvien.saigon@tphcm.example", "cong-so-sai-gon"),
    ("quantri@tphcm.example", "quan-tri-he-thong"),
)
"""Logins and passwords of the five whom one tries the platform as; worth nothing outside the demo."""

EVERYBODY = "can-bo-minh-hoa"
"""The password of all others, who sign in with their e-mail address."""

TELL_EVERY = 20_000
"""Commands between two lines of progress."""

WORKER = "UPDATE worker_position SET position = $1"

log = structlog.get_logger("demo")


class Interrupted(Exception):
    """An earlier start ended in the middle: the data folder has to be removed before another."""


async def seed(
    *, store: Store, accounts: Accounts, passwords: Passwords, officials: int, now: datetime | None = None
) -> list[dict[str, str]]:
    """See that the city is there. Its sign-ins: login, password, name, post, unit, the chairman first.

    Raises Interrupted if the log holds something else than a whole demo city.
    """
    if await accounts.find(CHAIRMAN) is None:
        if await store.head():
            raise Interrupted("the database holds something else, or half a demo city: give another --data")
        log.info("writing-history", officials=officials)
        history = write(officials, now or datetime.now(UTC))
        await append(store, history.chronicle.drafts())
        # What follows from these events has been drawn; the worker goes on from here.
        await store.pool.execute(WORKER, await store.head())
        await _open_accounts(history, accounts, passwords)
        log.info("seeded", events=history.chronicle.position, officials=officials)
    return [await _sign_in(store, accounts, login, password) for login, password in SIGN_INS]


async def append(store: Store, drafts: Sequence[Draft]) -> None:
    """Store the drafts in their order, many at a time; says how far it is where it takes long."""
    done = told = 0
    for wave in waves(drafts):
        await store.reader.learn_keys(_subjects(store, wave))
        await asyncio.gather(*map(store.append, wave))
        done += len(wave)
        if done - told >= TELL_EVERY:
            log.info("seeding", commands=done, of=len(drafts))
            told = done


def _subjects(store: Store, drafts: Iterable[Draft]) -> set[UUID]:
    """Whose keys sealing will need: learnt beforehand, so that no draft has to wait and loses its place."""
    return {
        subject
        for draft in drafts
        for event in draft.events
        for subject in store.mapper.codec_of(event).subjects(vars(event))
    }


async def _open_accounts(history: History, accounts: Accounts, passwords: Passwords) -> None:
    chosen = dict(zip(people_of(history), SIGN_INS, strict=True))
    common = await passwords.hash(EVERYBODY)
    nouns, organisation = history.chronicle.nouns, history.chronicle.organisation
    active = (fact.subject for fact in organisation.officials.values() if fact.active)
    others = [Account(nouns[person].email, person, common) for person in active if person not in chosen]
    await accounts.add(others)
    await accounts.add(
        [
            Account(login, person, await passwords.hash(password))
            for person, (login, password) in reversed(chosen.items())
        ]
    )


def people_of(history: History) -> list[UUID]:
    """The five of the sign-ins, in their order: each the holder of a post."""
    organisation, founding = history.chronicle.organisation, history.founding
    ward = founding.city.wards[plan.STORY_WARD]
    posts = (
        leaders(organisation, founding.city.city)[0],
        leaders(organisation, founding.city.departments[plan.ENVIRONMENT])[0],
        leaders(organisation, ward)[0],
        specialists(organisation, ward)[0],
        founding.administrator,
    )
    holders = (organisation.posts[post].holder for post in posts)
    return [person for person in holders if person is not None]


OF_PERSON = """
SELECT subject FROM access WHERE kind = 'post' AND fact ->> 'holder' = $1 AND (fact ->> 'active')::boolean
ORDER BY (fact ->> 'leading')::boolean DESC, (fact ->> 'intake')::boolean, subject
"""


async def _sign_in(store: Store, accounts: Accounts, login: str, password: str) -> dict[str, str]:
    """What one needs to sign in, and as whom one does."""
    account = await accounts.find(login)
    if account is None:
        raise Interrupted(f"{login} is missing: give another --data")
    seat: UUID = await store.pool.fetchval(OF_PERSON, str(account.official))
    person, post = await store.load(account.official), await store.load(seat)
    unit = await store.load(post.unit)  # type: ignore[union-attr]  # the seat was found
    return {
        "login": login,
        "password": password,
        "name": person.name,  # type: ignore[union-attr]
        "post": post.title,  # type: ignore[union-attr]
        "unit": unit.name,  # type: ignore[union-attr]
    }
