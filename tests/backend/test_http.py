"""The API over HTTP: sign-in, CSRF, CORS, headers, problems, commands, files."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from backend.http.asking import language
from tests.backend.conftest import PASSWORD, Api

SIGN_IN = {"login": "lan", "password": PASSWORD}
BROWSER = {"x-congvu": "1", "origin": "http://congvu.test"}


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert told["type"] == f"urn:congvu:problem:{code}"
    assert told["title"]
    assert told["detail"]
    return told


async def test_sign_in_use_refresh_sign_out(api: Api) -> None:
    async with api.client() as client:
        answer = await client.post("/api/session", json=SIGN_IN)
        session = answer.json()
        assert set(session) == {"accessToken", "refreshToken", "official", "realtime"}
        assert session["realtime"] == "ws://congvu.test:8001/sync"
        bearer = {"authorization": f"Bearer {session['accessToken']}"}
        me = (await client.get("/api/me", headers=bearer)).json()
        assert (me["official"], me["login"]) == (str(api.official), "lan")
        renewed = await client.post("/api/session/refresh", json={"refreshToken": session["refreshToken"]})
        assert renewed.status_code == 200
        assert (await client.delete("/api/session", headers=bearer)).status_code == 204
        problem(await client.get("/api/me", headers=bearer), 401, "http.unauthorized")
        again = {"refreshToken": renewed.json()["refreshToken"]}
        problem(await client.post("/api/session/refresh", json=again), 401, "session.over")


async def test_a_refresh_token_used_twice_ends_the_session(api: Api) -> None:
    async with api.client() as client:
        session = (await client.post("/api/session", json=SIGN_IN)).json()
        once = {"refreshToken": session["refreshToken"]}
        second = (await client.post("/api/session/refresh", json=once)).json()
        problem(await client.post("/api/session/refresh", json=once), 401, "session.reused")
        then = {"refreshToken": second["refreshToken"]}
        problem(await client.post("/api/session/refresh", json=then), 401, "session.over")


async def test_a_browser_gets_its_refresh_token_as_a_cookie_only(api: Api) -> None:
    async with api.client(**BROWSER) as client:
        answer = await client.post("/api/session", json={**SIGN_IN, "browser": True})
        assert "refreshToken" not in answer.json()
        cookie = answer.headers["set-cookie"].lower()
        for part in ("httponly", "samesite=strict", "path=/api/session", "max-age="):
            assert part in cookie
        renewed = await client.post("/api/session/refresh")
        assert renewed.status_code == 200
        assert "refreshToken" not in renewed.json()
        assert renewed.headers["set-cookie"] != answer.headers["set-cookie"]
        assert (await client.delete("/api/session")).status_code == 204
        problem(await client.post("/api/session/refresh"), 401, "session.over")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-congvu": "1"},
        {"origin": "http://congvu.test"},
        {"x-congvu": "1", "origin": "https://evil.test"},
        {"x-congvu": "1", "origin": "null"},
        {"x-congvu": "1", "origin": "http://congvu.test.evil.test"},
    ],
)
async def test_another_site_cannot_use_the_cookie(api: Api, headers: dict[str, str]) -> None:
    async with api.client() as client:
        await client.post("/api/session", json={**SIGN_IN, "browser": True}, headers=BROWSER)
        assert len(client.cookies) == 1
        problem(await client.post("/api/session/refresh", headers=headers), 403, "http.csrf")
        problem(await client.delete("/api/session", headers=headers), 403, "http.csrf")
        told = await client.post("/api/session", json={**SIGN_IN, "browser": True}, headers=headers)
        problem(told, 403, "http.csrf")
        assert (await client.post("/api/session/refresh", headers=BROWSER)).status_code == 200


async def test_too_many_attempts_are_told_when_to_come_back(api: Api) -> None:
    async with api.client() as client:
        for _ in range(3):
            wrong = await client.post("/api/session", json={"login": "lan", "password": "wrong"})
            problem(wrong, 401, "session.wrong-login")
        told = await client.post("/api/session", json=SIGN_IN)
        problem(told, 429, "session.too-many-attempts")
        assert 0 < int(told.headers["retry-after"]) <= 900


async def test_only_the_shells_of_the_app_may_call_from_another_origin(api: Api) -> None:
    ask = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    async with api.client() as client:
        for origin in ("https://localhost", "capacitor://localhost"):
            answer = await client.options("/api/commands", headers={**ask, "origin": origin})
            assert answer.headers["access-control-allow-origin"] == origin
            assert "access-control-allow-credentials" not in answer.headers
        for origin in ("https://evil.test", "http://localhost", "https://localhost:8443", "null"):
            answer = await client.options("/api/commands", headers={**ask, "origin": origin})
            assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/api/me", "/nothing.js", "/healthz", "/api/session"])
async def test_every_answer_says_what_browsers_may_do_with_it(lasting: Api, path: str) -> None:
    async with lasting.client() as client:
        headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'self'" in policy
    assert "connect-src 'self' ws://congvu.test:8001;" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "strict-transport-security" not in headers
    assert headers.get("cache-control") == (
        "no-store" if path.startswith("/api") else headers.get("cache-control")
    )


async def test_over_tls_cookies_are_secure_and_the_browser_stays_on_tls(secure: Api) -> None:
    headers = {"x-congvu": "1", "origin": "https://congvu.example.vn"}
    async with secure.client(**headers) as client:
        answer = await client.post("/api/session", json={**SIGN_IN, "browser": True})
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert answer.headers["set-cookie"].startswith("__Secure-congvu=")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert answer.json()["realtime"] == "wss://congvu.example.vn/sync"


@pytest.mark.parametrize("host", ["evil.test/x", "a b", "<script>", "x;frame-ancestors *", "", "[::1", "ế"])
async def test_a_strange_host_header_does_not_get_into_our_headers(lasting: Api, host: str) -> None:
    async with lasting.client() as client:
        answer = await client.get("/healthz", headers={"host": host.encode()})
    assert "connect-src 'self' ws://127.0.0.1:8001;" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("request_line", "body", "status", "code"),
    [
        ("GET /api/nothing", "", 404, "http.not-found"),
        ("GET /nothing.js", "", 404, "http.not-found"),
        ("PUT /api/session", "{}", 405, "http.method"),
        ("POST /api/session", "{", 400, "http.malformed"),
        ("POST /api/session", "", 422, "args.wrong"),
        ("POST /api/session", "{}", 422, "args.missing"),
        ("POST /api/session", '{"login": 1, "password": "x"}', 422, "args.wrong"),
        ("POST /api/session", '{"login": "", "password": "x"}', 422, "args.wrong"),
        ("POST /api/session", json.dumps({"login": "x" * 300, "password": "x"}), 422, "args.wrong"),
        ("POST /api/session", "[]", 422, "args.wrong"),
        ("POST /api/session", b"\xff\xfe", 400, "http.malformed"),
        ("POST /api/session", "x" * (2 << 20), 413, "http.too-large"),
        ("POST /api/session/refresh", '{"refreshToken": 7}', 422, "args.wrong"),
        ("POST /api/session/refresh", '{"refreshToken": "x", "attempt": "y"}', 422, "args.wrong"),
        ("POST /api/session/refresh", "{}", 401, "session.over"),
        ("POST /api/commands", "{}", 401, "http.unauthorized"),
        ("GET /api/me", "", 401, "http.unauthorized"),
    ],
)
async def test_wrong_requests_are_told_what_is_wrong(
    lasting: Api, request_line: str, body: str | bytes, status: int, code: str
) -> None:
    headers = {"content-type": "application/json"}
    method, path = request_line.split(" ")
    for tongue in ("vi", "en"):
        async with lasting.client(accept_language=tongue) as client:
            answer = await client.request(method, path, content=body, headers=headers)
        problem(answer, status, code)
        assert answer.headers["content-language"] == tongue


async def test_a_form_is_not_a_way_to_sign_in(api: Api) -> None:
    async with api.client() as client:
        answer = await client.post("/api/session", data=SIGN_IN)
    assert answer.status_code in (400, 415, 422)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_command_of_somebody_without_rights_is_a_problem_in_their_language(api: Api) -> None:
    command = {
        "id": str(uuid4()),
        "name": "unit.create",
        "args": {
            "name": "Phường Mới",
            "shortName": "P. Mới",
            "code": "H29.9",
            "kind": "ward",
            "parent": None,
        },
        "as": {"post": str(uuid4())},
    }
    async with api.client(authorization=f"Bearer {await api.token()}", accept_language="en") as client:
        answer = await client.post("/api/commands", json=command)
        assert answer.headers["content-type"] == "application/problem+json"
        assert 400 <= answer.status_code < 500
        unknown = await client.post(
            "/api/commands", json={**command, "id": str(uuid4()), "name": "unit.creat"}
        )
        assert "unit.create" in problem(unknown, 404, "command.unknown")["detail"]
        problem(await client.post("/api/commands", json={**command, "id": "x"}), 422, "args.wrong")
        problem(await client.post("/api/commands", json={"name": "unit.create"}), 422, "args.missing")


async def test_the_web_app_is_served_for_each_of_its_screens(api: Api) -> None:
    async with api.client() as client:
        for path in ("/", "/viec/123", "/dang-nhap", "/index.html"):
            answer = await client.get(path)
            assert answer.status_code == 200
            assert "<title>congvu" in answer.text
            assert answer.headers["cache-control"] == "no-cache"
            assert answer.headers["content-encoding"] == "gzip"
        script = await client.get("/assets/main-1a2b.js")
        assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert script.headers["content-type"].startswith("text/javascript")
        assert (await client.get("/", headers={"if-none-match": answer.headers["etag"]})).status_code == 304


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/demo"]
)
async def test_nothing_else_is_served(lasting: Api, path: str) -> None:
    async with lasting.client() as client:
        answer = await client.get(path)
    assert "not for the web" not in answer.text
    assert "<title>demo" not in answer.text


async def test_readyz_says_what_is_wrong(api: Api) -> None:
    async with api.client() as client:
        fine = await client.get("/readyz")
        assert (fine.status_code, fine.json()["ready"]) == (200, True)
        await api.services.pool.execute("DELETE FROM store_migration WHERE name = 'append.sql'")
        wrong = await client.get("/readyz")
        assert wrong.status_code == 503
        assert wrong.json()["checks"][-1] == {
            "name": "migrations",
            "ok": False,
            "detail": "not applied: append.sql; run `congvu migrate`",
            "needed": True,
        }
        api.services.pool.terminate()
        away = await client.get("/readyz")
        assert away.status_code == 503
        assert away.json()["checks"][0]["name"] == "database"
        problem(await client.post("/api/session", json=SIGN_IN), 503, "http.temporary")
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        assert "congvu_database_up 0.0" in (await client.get("/metrics")).text


async def test_figures_for_prometheus(api: Api) -> None:
    async with api.client() as client:
        await client.get("/api/me")
        text = (await client.get("/metrics")).text
    assert 'congvu_http_request_seconds_count{method="GET",route="/api/me",status="401"}' in text
    assert "congvu_log_head 0.0" in text
    assert 'congvu_events_behind{reader="projector"} 0.0' in text


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "vi"),
        ("en", "en"),
        ("en-US,en;q=0.9,vi;q=0.8", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("fr,en;q=0.2", "en"),
        ("en;q=oops", "vi"),
        ("de", "vi"),
    ],
)
def test_the_language_is_the_one_preferred(header: str, expected: str) -> None:
    assert language(header) == expected


async def test_pages_say_their_charset_once(lasting: Api) -> None:
    async with lasting.client() as client:
        assert (await client.get("/")).headers["content-type"] == "text/html; charset=utf-8"
