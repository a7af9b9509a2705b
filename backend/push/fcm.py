"""Firebase Cloud Messaging: the Android and iOS apps, through Google's own library (extra `fcm`)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Coroutine, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import firebase_admin  # type: ignore[import-untyped]
from firebase_admin import credentials, exceptions, messaging
from firebase_admin._http_client import HttpxAsyncClient  # type: ignore[import-untyped]
from firebase_admin._retry import HttpxRetry  # type: ignore[import-untyped]
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.auth.transport.requests import Request

from backend.push.again import retry_after
from backend.push.content import shown, topic
from backend.push.port import Kind, Parcel, Result

SECONDS = 10
"""For one request."""
PATIENCE = 60.0
"""Seconds for a whole batch."""
CALL = 50
CALLS = 2
"""Messages in one call, and calls at once: as many as the library has connections (100). Where more wait, it
looks through all that wait, for all connections, each time that one is free.
"""
LONGEST = timedelta(days=28)
QUOTA = 60.0
"""Seconds to wait when the quota is exceeded and it is not said for how long (as Firebase advises)."""
CHANNELS = {True: "urgent", False: "notices"}
"""Android's notification channels, by urgency."""

R = TypeVar("R")


class Fcm:
    """Google's service, on a thread of its own: the library is busy for long with a call.

    `url`: where messages go instead of Google, for stand-ins; the credentials name their own token endpoint.
    """

    kind: Kind = "fcm"

    def __init__(self, credentials_file: Path, url: str | None = None) -> None:
        certificate = credentials.Certificate(str(credentials_file))
        self._app = firebase_admin.initialize_app(certificate, name=f"congvu-{uuid4()}")
        self._service = Service(self._app, url)
        self._turns = asyncio.Semaphore(CALLS)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fcm", daemon=True)
        self._thread.start()

    async def send(self, batch: Sequence[Parcel]) -> AsyncIterator[tuple[Parcel, Result]]:
        """A call after the other; the results of each come together."""
        until = asyncio.get_running_loop().time() + PATIENCE
        for start in range(0, len(batch), CALL):
            parcels = batch[start : start + CALL]
            for pair in zip(parcels, await self._call(parcels, until), strict=True):
                yield pair

    async def close(self) -> None:
        """Close all connections, and end the thread."""
        await self._there(self._service.close())
        await asyncio.to_thread(firebase_admin.delete_app, self._app)
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join)
        self._loop.close()

    async def _call(self, parcels: Sequence[Parcel], until: float) -> list[Result]:
        try:
            async with asyncio.timeout_at(until), self._turns:
                return await self._there(self._service.send(parcels))
        except TimeoutError:
            return [Result("again", "timeout")] * len(parcels)

    async def _there(self, work: Coroutine[Any, Any, R]) -> R:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))


class Service:
    """The one look into the library. Left alone it would try again by itself, whatever Retry-After says, and
    fetch an access token, which nothing else can be done meanwhile, for each message that is answered by 401.
    """

    def __init__(self, app: firebase_admin.App, url: str | None) -> None:
        self._app = app
        self._inner = messaging._get_messaging_service(app)
        self._inner._async_client = HttpxAsyncClient(timeout=SECONDS, retry_config=HttpxRetry(max_retries=0))
        if url is not None:
            self._inner._fcm_url = url
        self._credential = app.credential.get_credential()
        self._renewing = asyncio.Lock()

    async def send(self, batch: Sequence[Parcel]) -> list[Result]:
        """A result for each; with an access token that holds, and once more with a new one if it did not."""
        try:
            renewed = await self._renew(self._credential.token)
            errors = await self._call(batch)
            stale = [n for n, error in enumerate(errors) if unknown_to_google(error)]
            if stale and not renewed:
                await self._renew(self._credential.token, expired=True)
                for n, error in zip(stale, await self._call([batch[n] for n in stale]), strict=True):
                    errors[n] = error
        except GoogleAuthError as error:
            return [_without_token(error)] * len(batch)
        except exceptions.FirebaseError as error:
            return [of_call(error)] * len(batch)
        return [result(error) for error in errors]

    async def close(self) -> None:
        """Close its connections."""
        await self._inner._async_client.aclose()

    async def _renew(self, known: str | None, expired: bool = False) -> bool:
        """See that there is an access token that holds (RFC 7523); whether it is a new one."""
        async with self._renewing:
            if self._credential.token != known or (self._credential.valid and not expired):
                return False
            await asyncio.to_thread(self._credential.refresh, Timely())
            self._inner._fcm_headers["Authorization"] = f"Bearer {self._credential.token}"
            return True

    async def _call(self, batch: Sequence[Parcel]) -> list[exceptions.FirebaseError | None]:
        told = await messaging.send_each_async([message(parcel) for parcel in batch], app=self._app)
        return [each.exception for each in told.responses]


class Timely(Request):
    """Requests for access tokens that do not take for ever."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """As the library does, but for the time."""
        return super().__call__(*args, **options | {"timeout": SECONDS})  # type: ignore[no-untyped-call]


def message(parcel: Parcel) -> messaging.Message:
    """A parcel as FCM wants it: a visible alert, since one without does not reach an app that was closed."""
    told = shown(parcel)
    key, urgent = topic(parcel.tag), parcel.urgent
    life = min(timedelta(seconds=parcel.ttl), LONGEST)
    data = {"id": str(parcel.id), "tag": parcel.tag, "url": told.url, "kind": told.kind}
    return messaging.Message(
        **{parcel.target.form: parcel.target.address["value"]},
        notification=messaging.Notification(title=told.title, body=told.body),
        data=data | ({"actions": ",".join(told.actions)} if told.actions else {}),
        android=_android(parcel.tag, key, urgent, life, told.badge),
        apns=_apns(key, urgent, told.badge, told.kind),
    )


def _android(tag: str, key: str, urgent: bool, life: timedelta, badge: int | None) -> messaging.AndroidConfig:
    notification = messaging.AndroidNotification(
        tag=tag, channel_id=CHANNELS[urgent], notification_count=badge or None
    )
    return messaging.AndroidConfig(
        priority="high" if urgent else "normal", collapse_key=key, ttl=life, notification=notification
    )


def _apns(key: str, urgent: bool, badge: int | None, kind: str) -> messaging.APNSConfig:
    headers = {"apns-collapse-id": key, "apns-priority": "10" if urgent else "5"}
    aps = messaging.Aps(badge=badge, sound="default", thread_id=key, category=kind or None)
    return messaging.APNSConfig(headers=headers, payload=messaging.APNSPayload(aps=aps))


def result(error: exceptions.FirebaseError | None) -> Result:
    """What an answer of FCM means ("FCM error codes" of its reference)."""
    if error is None:
        return Result("delivered", "200")
    if isinstance(error, messaging.UnregisteredError):
        return Result("gone", "UNREGISTERED")
    if isinstance(error, messaging.QuotaExceededError):
        return Result("again", "QUOTA_EXCEEDED", _after(error) or QUOTA)
    if isinstance(error, messaging.SenderIdMismatchError):
        return Result("refused", "SENDER_ID_MISMATCH")
    if isinstance(error, messaging.ThirdPartyAuthError):
        return Result("refused", "THIRD_PARTY_AUTH_ERROR")
    return of_call(error)


_REFUSED = (exceptions.UnauthenticatedError, exceptions.PermissionDeniedError)
_UNFIT = (exceptions.InvalidArgumentError, exceptions.NotFoundError)


def of_call(error: exceptions.FirebaseError) -> Result:
    """By the general codes of Google's services alone."""
    code = str(error.code)
    if isinstance(error, _REFUSED):
        return Result("refused", code)
    if isinstance(error, _UNFIT):
        return Result("unfit", code)
    return Result("again", code, _after(error))


def unknown_to_google(error: exceptions.FirebaseError | None) -> bool:
    """Whether the access token was not taken, rather than Apple's or the device's."""
    third = isinstance(error, messaging.ThirdPartyAuthError)
    return isinstance(error, exceptions.UnauthenticatedError) and not third


def _without_token(error: GoogleAuthError) -> Result:
    """The token endpoint says no to our key, or nothing."""
    refused = isinstance(error, RefreshError) and not error.retryable
    return Result("refused", "credentials") if refused else Result("again", "unreachable")


def _after(error: exceptions.FirebaseError) -> float | None:
    response = error.http_response
    return None if response is None else retry_after(response.headers.get("retry-after"))
