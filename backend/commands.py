"""The one write path: decode, load, may the actor, does it make sense, append."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import msgspec
import structlog

from backend.problems import problem
from backend.store.connection import LOST
from backend.store.draft import AccessMoved, Draft, Refusal, Repeated, Stored, Taken, VersionMoved
from backend.store.store import Store
from backend.write.arguments import Arguments
from backend.write.deciding import Decide, decided
from backend.write.slots import Slots
from backend.write.standing import Standing
from backend.write.weighing import Scales
from domain.access import acting_seat
from domain.kernel import PLATFORM, Actor, By, Change, Command, Creation, Event, Keeping, Noun, Rejection
from domain.organisation import Organisation
from projections.kernel import Metadata, Outcome, Request, Temporary

ATTEMPTS = 6
"""A command is decided once, and again at most five times when its ground moved meanwhile."""

Depends = Callable[[Actor], Sequence[UUID]]
"""The subjects whose rights such a decision rests on."""

log = structlog.get_logger(__name__)


class Figures(msgspec.Struct):
    """Counted since the start."""

    accepted: int = 0
    refused: int = 0
    repeated: int = 0
    retried: int = 0
    failed: int = 0


class Case(msgspec.Struct, kw_only=True):
    """One request on its way."""

    request: Request
    command: Command[Any]
    hash: bytes
    stream: UUID
    generation: int
    subject: Noun | None = None
    read: dict[UUID, Noun | None] = {}
    refusal: Rejection | None = None


class CommandRunner:
    """`await CommandRunner.open(...)`, once per process and store."""

    def __init__(
        self,
        store: Store,
        commands: Mapping[str, type[Command[Any]]],
        decide: Decide,
        depends: Depends,
        now: Callable[[], datetime],
    ) -> None:
        self.figures = Figures()
        self.standing = Standing(store)
        self.scales = Scales(store, self.standing, commands=commands, decide=decide, now=now)
        self._store = store
        self._arguments = Arguments(commands)
        self._decide = decide
        self._depends = depends
        self._now = now
        self._slots = Slots()

    @classmethod
    async def open(
        cls,
        store: Store,
        *,
        commands: Mapping[str, type[Command[Any]]],
        decide: Decide,
        depends: Depends,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> CommandRunner:
        """A runner that knows the organisation up to the log's head."""
        runner = cls(store, commands, decide, depends, now)
        await store.head()
        await runner.standing.catch_up()
        return runner

    async def run_all(self, requests: Sequence[Request]) -> list[Outcome]:
        """Independent commands at once, sharing the group commit. Raises Temporary if any is uncertain.

        What they change is read beforehand, all by one query.
        """
        try:
            await self._foresee(requests)
        except LOST as error:
            raise Temporary("the database is away") from error
        outcomes = await asyncio.gather(*map(self.run, requests), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return [outcome for outcome in outcomes if isinstance(outcome, Outcome)]

    async def _foresee(self, requests: Sequence[Request]) -> None:
        """Have in the cache what these commands change."""
        aggregates = self._store.aggregates
        wanted = set(self._changed(requests))
        missing = [stream for stream in wanted if stream not in aggregates and not self._slots.taken(stream)]
        if len(missing) > 1:
            generation = aggregates.generation
            for stream, subject in (await self._store.load_many(missing)).items():
                if stream not in aggregates and not self._slots.taken(stream):
                    aggregates.put(subject, generation)

    def _changed(self, requests: Sequence[Request]) -> Iterator[UUID]:
        for request in requests:
            try:
                command, _ = self._arguments.decode(request)
            except Rejection:
                continue
            if isinstance(command, Change):
                yield command.target

    async def run(self, request: Request) -> Outcome:
        """Decide and append; the same id gets the same answer. Raises Temporary when neither is certain."""
        try:
            command, hashed = self._arguments.decode(request)
            stream = self._stream(command, request)
        except Rejection as rejection:
            return self._problem(rejection.code, rejection.params, request)
        case = Case(
            request=request,
            command=command,
            hash=hashed,
            stream=stream,
            generation=self._store.aggregates.generation,
        )
        await self._slots.acquire(stream)
        try:
            return await self._settle(case)
        except LOST as error:
            raise Temporary("the database is away") from error
        except Temporary:
            raise
        except Exception:
            self.figures.failed += 1
            log.exception("command-failed", command=request.name, id=str(request.id))
            return self._problem("command.failed", {"id": str(request.id)}, request)
        finally:
            self._slots.release(stream)

    def _stream(self, command: Command[Any], request: Request) -> UUID:
        if isinstance(command, Change):
            return command.target
        assert isinstance(command, Creation | Keeping)
        return command.identity(By(actor=request.actor, now=self._now(), command=request.id))

    async def _settle(self, case: Case) -> Outcome:
        """Decide until the ground holds still under a decision."""
        for attempt in range(ATTEMPTS):
            organisation = await self.standing.current()
            if case.subject is None and isinstance(case.command, Change | Keeping):
                case.subject = await self._load(case.stream)
            for other in case.command.reads(case.subject):
                case.read[other] = await self._read(other, case.generation, again=attempt > 0)
            draft = self._draft(case, organisation)
            try:
                position = await self._store.append(draft)
            except Repeated as repeated:
                return await self._repeated(case, repeated.stored)
            except VersionMoved as moved:
                if moved.stream == case.stream:
                    await self._forward(case, draft)
                else:
                    self._drop_dirty(case, draft)
            except AccessMoved:
                self._drop_dirty(case, draft)
                await self.standing.catch_up()
            except Taken as taken:
                self._drop_dirty(case, draft)
                case.refusal = Rejection(f"{taken.kind}-taken", value=_claimed(draft, taken.kind))
            else:
                return self._done(case, draft, position)
            self.figures.retried += 1
        raise Temporary("too many others change the same thing")

    async def _load(self, stream: UUID) -> Noun | None:
        aggregates = self._store.aggregates
        return aggregates.take(stream) or await self._store.load(stream, aggregates.base(stream))

    async def _read(self, stream: UUID, generation: int, *, again: bool) -> Noun | None:
        """A further aggregate to decide by, as it was last: the append tells whether it has moved on."""
        aggregates = self._store.aggregates
        known = aggregates.known(stream)
        if known is not None and not again:
            return known
        base = aggregates.base(stream) if known is None else deepcopy(known)
        found = await self._store.load(stream, base)
        if found is not None:
            aggregates.know(found, generation)
        return found

    async def _forward(self, case: Case, draft: Draft) -> None:
        """Somebody else's event came first: read on from what is still clean."""
        if isinstance(case.command, Creation) and draft.events:
            case.refusal = Rejection("command.id-taken")
        self._drop_dirty(case, draft)
        base = case.subject or self._store.aggregates.base(case.stream)
        case.subject = await self._store.load(case.stream, base)

    def _drop_dirty(self, case: Case, draft: Draft) -> None:
        """An aggregate is ahead of the log once its events were refused."""
        if draft.events:
            case.subject = None

    def _draft(self, case: Case, organisation: Organisation) -> Draft:
        request, subject = case.request, case.subject
        actor = request.actor
        seen = {**case.read, case.stream: subject}
        expects = [(stream, noun.version if noun is not None else 0) for stream, noun in seen.items()]
        depends = self._depends(actor)
        key = PLATFORM if actor.policy or actor.official is None else actor.official
        try:
            if case.refusal is not None:
                raise case.refusal
            by = By(
                actor=actor,
                now=self._now(),
                command=request.id,
                seat=acting_seat(actor, organisation),
                device_at=request.device_at,
                read={stream: noun for stream, noun in case.read.items() if noun is not None},
            )
            fields = self._execute(case, by, organisation)
        except Rejection as rejection:
            if subject is not None and subject.pending_events:
                case.subject = None
            return Draft(
                official=key,
                command=request.id,
                hash=case.hash,
                metadata=Metadata(command=request.id),
                refusal=Refusal(rejection.code, rejection.params),
                expects=expects,
                depends=depends,
                seen=self.standing.upto,
            )
        return Draft(
            official=key,
            command=request.id,
            hash=case.hash,
            metadata=_metadata(request),
            expects=expects,
            depends=depends,
            seen=self.standing.upto,
            **fields,
        )

    def _execute(self, case: Case, by: By, organisation: Organisation) -> dict[str, Any]:
        """May the actor, does it make sense; the draft's events, claims and facts."""
        made = decided(case.command, case.subject, by, organisation, self._decide)
        case.subject = made.subject
        events = cast(tuple[Event, ...], tuple(made.subject.collect_events()))
        facts = made.subject.facts(events)
        return {"events": events, "claims": made.claims, "facts": facts} if events else {}

    def _done(self, case: Case, draft: Draft, position: int | None) -> Outcome:
        if case.subject is not None:
            self._store.aggregates.put(case.subject, case.generation)
        if draft.refusal is not None:
            self.figures.refused += 1
            return self._problem(draft.refusal.code, draft.refusal.params, case.request)
        self.figures.accepted += 1
        return Outcome(position=position)

    async def _repeated(self, case: Case, stored: Stored) -> Outcome:
        """The answer given before, to the same command of somebody who still has an account."""
        self.figures.repeated += 1
        if stored.hash != case.hash:
            return self._problem("command.id-reused", {}, case.request)
        organisation = await self.standing.current()
        official = case.request.actor.official
        account = organisation.officials.get(official) if official is not None else None
        if account is not None and not account.active:
            return self._problem("actor.no-account", {}, case.request)
        if stored.refusal is not None:
            return self._problem(stored.refusal.code, stored.refusal.params, case.request)
        return Outcome(position=stored.position)

    def _problem(self, code: str, params: Mapping[str, Any], request: Request) -> Outcome:
        return Outcome(problem=problem(code, params, request.language))


def _metadata(request: Request) -> Metadata:
    actor = request.actor
    return Metadata(
        command=request.id,
        account=actor.official,
        post=actor.post,
        behalf_of=actor.behalf_of,
        basis=actor.basis,
        policy=actor.policy,
        device=request.device,
        device_at=request.device_at,
        correlation=request.correlation,
        causation=request.causation,
    )


def _claimed(draft: Draft, kind: str) -> str:
    return next((claim.value for claim in draft.claims if claim.kind == kind and not claim.release), "")
