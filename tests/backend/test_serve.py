"""`congvu serve` with real processes: ready, killed, keeps dying, told to stop, killed itself."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.backend.platform import Platform, until

pytestmark = pytest.mark.alone

PARTS = ("api", "gateway", "projector", "worker")


@pytest.fixture
def data(passable: Path) -> Path:
    return passable / "data"


@pytest.fixture
def platform(data: Path) -> Iterator[Platform]:
    platform = Platform(data)
    yield platform
    platform.end()


def back_within() -> float:
    """5 seconds; as many times more as programs wait for a processor of this machine."""
    return 5.0 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def test_ready_then_each_part_killed_comes_back_then_stops_with_zero(platform: Platform, data: Path) -> None:
    said = platform.ready()
    gateway = said["realtime"].replace("ws://", "http://").replace("/sync", "/healthz")
    assert set(said) == {"ready", "url", "graphql", "realtime", "feeds", "database"}
    assert httpx.get(said["url"] + "/readyz").json()["ready"]
    assert answers(gateway)
    for name in PARTS:
        part = platform.part(name)
        killed = time.monotonic()
        part.kill()
        part.wait(5)
        again = platform.part(name)
        assert again.pid != part.pid
        if name in ("api", "gateway"):
            url = gateway if name == "gateway" else said["url"] + "/healthz"
            until(lambda url=url: answers(url), f"{name} is not back")
            assert time.monotonic() - killed < back_within()
    assert platform.stop() == 0
    assert platform.process.stdout is not None
    assert platform.process.stdout.read() == ""
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_a_part_that_keeps_dying_ends_the_whole_with_its_reason(platform: Platform) -> None:
    platform.ready()

    def ended() -> bool:
        worker = platform.find("worker")
        if worker is not None:
            worker.kill()
        return platform.process.poll() is not None

    platform.until(ended, "it goes on for ever")
    assert platform.process.wait(30) == 1
    assert "worker died 5 times within 30 seconds; the last time: signal SIGKILL" in platform.lines()


def test_killed_with_its_database_running_it_starts_again_on_the_same_data(data: Path) -> None:
    first = Platform(data)
    first.ready()
    parts = [first.part(name) for name in PARTS]
    os.kill(first.process.pid, signal.SIGKILL)
    second = Platform(data)
    try:
        assert httpx.get(second.ready()["url"] + "/readyz").json()["ready"]
        psutil.wait_procs(parts, timeout=5)
        assert not any(part.is_running() and part.status() != psutil.STATUS_ZOMBIE for part in parts)
    finally:
        assert second.stop() == 0


def test_the_embedded_database_killed_is_started_again(platform: Platform, data: Path) -> None:
    url = platform.ready()["url"]
    postmaster = int((data / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    platform.until(lambda: "started again" in platform.lines(), "it was not noticed")
    until(lambda: answers(url + "/readyz"), "not ready again")


def test_ctrl_c_drains_and_exits_with_zero(platform: Platform) -> None:
    platform.ready()
    platform.process.send_signal(signal.SIGINT)
    assert platform.process.wait(30) == 0


def test_told_to_stop_while_starting_it_stops(platform: Platform) -> None:
    platform.part("api")
    assert platform.stop() == 0


def test_a_busy_port_is_named(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        platform = Platform(data, "--port", str(port))
        assert platform.process.wait(30) == 1
    assert f"cannot listen on 127.0.0.1:{port}" in platform.lines()
    assert "CONGVU_PORT" in platform.lines()


def test_a_data_folder_in_use_is_named(platform: Platform, data: Path) -> None:
    platform.ready()
    second = Platform(data)
    assert second.process.wait(30) == 1
    assert f"is in use by process {platform.process.pid}" in second.lines()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"CONGVU_DRAIN_SECONDS": "many"}, "CONGVU_DRAIN_SECONDS: must be a whole number"),
        ({"CONGVU_DATABSE_URL": "postgresql://x"}, "did you mean CONGVU_DATABASE_URL?"),
        (
            {"CONGVU_MASTER_KEY": "short"},
            "CONGVU_MASTER_KEY: the master key setting is not 32 bytes in base64",
        ),
    ],
)
def test_a_wrong_setting_is_named_at_start(data: Path, settings: dict[str, str], said: str) -> None:
    platform = Platform(data, **settings)
    assert platform.process.wait(30) in (1, 2)
    assert said in platform.lines()


def test_a_database_that_does_not_answer_is_named(data: Path) -> None:
    platform = Platform(data, CONGVU_DATABASE_URL="postgresql://user:secret-word@127.0.0.1:1/none")
    assert platform.process.wait(30) == 1
    assert "the database does not answer" in platform.lines()
    assert "secret-word" not in platform.lines()
