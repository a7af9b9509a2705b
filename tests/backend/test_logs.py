"""No log line holds what opens a door or what people wrote."""

from __future__ import annotations

import json
import logging
import subprocess
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import structlog

from backend import logs
from backend.logs import HIDDEN, hide, without_secrets
from backend.settings import Settings
from tests.backend.platform import Platform

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJsYW4ifQ.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"token {JWT} is bad", f"token {HIDDEN} is bad"),
        ("cvr_AAAAbbbb-_cc used twice", f"{HIDDEN} used twice"),
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {HIDDEN}"),
        ("postgresql://user:secret@host/name", f"postgresql://user:{HIDDEN}@host/name"),
        ("postgresql://user@host/name", "postgresql://user@host/name"),
        ("12 rows at 08:00", "12 rows at 08:00"),
    ],
)
def test_what_opens_a_door_is_hidden(text: str, shown: str) -> None:
    assert hide(text) == shown


def test_fields_named_like_secrets_are_hidden_whatever_they_hold() -> None:
    line = {"password": "x", "access_token": "y", "Cookie": "z", "event": "signed in", "position": 7}
    hidden = {
        "password": HIDDEN,
        "access_token": HIDDEN,
        "Cookie": HIDDEN,
        "event": "signed in",
        "position": 7,
    }
    assert without_secrets(None, "info", line) == hidden


def test_records_of_other_libraries_pass_the_same_filter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = logging.getLogger().handlers[:]
    logs.configure(Settings(log_format="json"), "test")
    try:
        logging.getLogger("some.library").warning("sent %s", JWT)
        try:
            raise ValueError(f"bad {JWT}")
        except ValueError:
            structlog.get_logger("ours").exception("failed", why=f"bad {JWT}")
    finally:
        logging.getLogger().handlers[:] = before
        structlog.reset_defaults()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == [f"sent {HIDDEN}", "failed"]
    assert lines[1]["why"] == f"bad {HIDDEN}"
    assert "bad" not in lines[1]["exception"]
    assert lines[0]["part"] == "test"


CSV = "unit_code,unit_name,post,order,powers,email,name,private_phone,login\n"
ROW = "H29,Thành phố,Chủ tịch,1,assign-across,lan.bi.mat@tp.vn,Nguyễn Thị Lan Bí Mật,0903 111 222,lan\n"


def test_a_traceback_tells_kinds_and_places_but_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers[:]
    logs.configure(Settings(log_format="json"), "test")
    try:
        try:
            try:
                raise KeyError("lan@tphcm.example")
            except KeyError as error:
                raise ExceptionGroup("chị Lan", [ValueError("0901 234 567")]) from error
        except ExceptionGroup:
            structlog.get_logger("ours").exception("failed")
    finally:
        logging.getLogger().handlers[:] = before
        structlog.reset_defaults()
    told = json.loads(capsys.readouterr().err)["exception"]
    for kind in ("builtins.KeyError", "and then", "builtins.ExceptionGroup", "builtins.ValueError"):
        assert kind in told
    assert "test_logs.py:" in told
    for text in ("lan@", "Lan", "0901"):
        assert text not in told


def test_a_day_of_requests_leaves_no_secret_in_the_log(passable: Path) -> None:
    data = passable / "data"
    (passable / "directory.csv").write_text(CSV + ROW, encoding="utf-8")
    first = [*Platform.COMMAND, "import", "directory", str(passable / "directory.csv"), "--data", str(data)]
    said = subprocess.run(first, capture_output=True, text=True, check=True, cwd=Platform.ROOT)
    password = "bí mật của Lan"
    set_it = [*Platform.COMMAND, "password", "lan", "--data", str(data)]
    subprocess.run(
        set_it, input=password + "\n", capture_output=True, text=True, check=True, cwd=Platform.ROOT
    )
    platform = Platform(data, CONGVU_LOG_LEVEL="debug")
    try:
        secrets = _use(platform.ready()["url"], password)
    finally:
        assert platform.stop() == 0
    log = platform.lines() + said.stderr + (data / "postgres" / "server.log").read_text()
    assert "started" in log
    assert [
        secret for secret in (*secrets, password, "Bí Mật", "lan.bi.mat", "0903 111 222") if secret in log
    ] == []


def _use(url: str, password: str) -> list[str]:
    """Sign in rightly and wrongly, refresh, command, ask; all tokens and texts that were sent."""
    with httpx.Client(base_url=url, timeout=30) as client:
        client.post("/api/session", json={"login": "lan", "password": "wrong guess of Lan"})
        session = client.post("/api/session", json={"login": "lan", "password": password}).json()
        access, refresh = session["accessToken"], session["refreshToken"]
        bearer = {"authorization": f"Bearer {access}"}
        text = "điều không ai được đọc"
        command = {"id": str(uuid4()), "name": "task.assign", "args": {"title": text}}
        client.post("/api/commands", json=command, headers=bearer)
        client.post("/graphql", json={"query": f'{{ task(id: "{text}") {{ id }} }}'}, headers=bearer)
        client.post("/api/session", content=f'{{"login": "{text}", ')
        renewed = client.post("/api/session/refresh", json={"refreshToken": refresh}).json()
        client.post("/api/session/refresh", json={"refreshToken": refresh})
        client.get("/api/me", headers={"authorization": f"Bearer {renewed['accessToken']}x"})
    return [access, refresh, renewed["accessToken"], renewed["refreshToken"], text, "wrong guess of Lan"]
