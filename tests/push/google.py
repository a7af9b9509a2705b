"""Google as the FCM sender sees it: the token endpoint (RFC 7523) and HTTP v1 of Firebase Cloud Messaging.

A token's first word says what becomes of a message to it: `ok-1`, `unregistered-1`, `quota-1`, …
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwt
from joserfc.jwk import RSAKey
from litestar.types import Receive, Scope, Send

from tests.backend.serving import serving

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
LARGEST = 4096

ERRORS: dict[str, tuple[int, str, str | None, dict[str, str]]] = {
    "unregistered": (404, "NOT_FOUND", "UNREGISTERED", {}),
    "quota": (429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", {"retry-after": "90"}),
    "quota-silent": (429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", {}),
    "mismatch": (403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH", {}),
    "apple": (401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR", {}),
    "denied": (403, "PERMISSION_DENIED", None, {}),
    "invalid": (400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", {}),
    "unavailable": (503, "UNAVAILABLE", "UNAVAILABLE", {"retry-after": "30"}),
    "internal": (500, "INTERNAL", "INTERNAL", {}),
}
"""Status, Google's code, FCM's code and headers, as its reference lists them."""


class Google:
    """What it was asked, and how it shall fare."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.url = ""
        self.sent: list[dict[str, Any]] = []
        self.asked: Counter[str] = Counter()
        self.exchanges = 0
        self.refuses_key = False
        self.good: set[str] = set()
        self.release = asyncio.Event()
        self._arrived = asyncio.Event()

    def credentials(self, folder: Path) -> Path:
        """The key file of a service account, as the Firebase console gives it."""
        pem = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        account = {
            "type": "service_account",
            "project_id": "demo",
            "private_key_id": "k",
            "private_key": pem.decode(),
            "client_email": "push@demo.iam.gserviceaccount.com",
            "client_id": "1",
            "token_uri": f"{self.url}/token",
        }
        path = folder / "service-account.json"
        path.write_text(json.dumps(account))
        return path

    @property
    def messages(self) -> str:
        """Where messages go."""
        return f"{self.url}/v1/projects/demo/messages:send"

    async def has(self, count: int) -> None:
        """Until so many messages were taken."""
        while len(self.sent) < count:
            self._arrived.clear()
            await self._arrived.wait()

    def forget_tokens(self) -> None:
        """Access tokens given so far are good no longer."""
        self.good.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        body = b""
        while True:
            part = await receive()
            body += part.get("body", b"")  # type: ignore[operator]
            if not part.get("more_body"):
                break
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        path = scope["path"]
        if path == "/token":
            status, answer, more = self._exchange(body)
        elif path == "/v1/projects/demo/messages:send":
            status, answer, more = await self._message(headers, json.loads(body))
        else:
            status, answer, more = 404, {}, {}
        pairs = [(name.encode(), value.encode()) for name, value in more.items()]
        pairs.append((b"content-type", b"application/json"))
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode(), "more_body": False})

    def _exchange(self, body: bytes) -> tuple[int, dict[str, Any], dict[str, str]]:
        """An access token for an assertion that is signed by the account, for us, and not over."""
        self.exchanges += 1
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if self.refuses_key or form["grant_type"] != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return 400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}, {}
        claims = jwt.decode(
            form["assertion"], RSAKey.import_key(self.key.public_key()), algorithms=["RS256"]
        ).claims
        assert claims["iss"] == "push@demo.iam.gserviceaccount.com"
        assert claims["exp"] > claims["iat"]
        assert SCOPE in claims["scope"] or "cloud-platform" in claims["scope"]
        token = f"ya29.{self.exchanges}"
        self.good.add(token)
        return 200, {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}, {}

    async def _message(
        self, headers: dict[str, str], body: dict[str, Any]
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        message = body["message"]
        to = message.get("token") or message["fid"]
        self.asked[to] += 1
        if headers.get("authorization", "").removeprefix("Bearer ") not in self.good:
            return _error(401, "UNAUTHENTICATED", None, {})
        if len(json.dumps({"n": message["notification"], "d": message["data"]}).encode()) > LARGEST * 2:
            return _error(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", {})
        fate = to.rpartition("-")[0]
        if fate == "slow":
            await self.release.wait()
        if fate in ERRORS:
            return _error(*ERRORS[fate])
        self.sent.append(message)
        self._arrived.set()
        return 200, {"name": f"projects/demo/messages/{len(self.sent)}"}, {}


def _error(
    status: int, code: str, fcm: str | None, headers: dict[str, str]
) -> tuple[int, dict[str, Any], dict[str, str]]:
    details = [{"@type": FCM_ERROR, "errorCode": fcm}] if fcm else []
    return status, {"error": {"code": status, "message": "no", "status": code, "details": details}}, headers


@asynccontextmanager
async def google() -> AsyncIterator[Google]:
    """It, on a free port of this machine."""
    made = Google()
    async with serving(made) as made.url:
        yield made
