"""A server that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from moto.server import ThreadedMotoServer


@contextmanager
def bucket_server() -> Iterator[str]:
    """Where it listens; what it keeps ends with it."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def make_bucket(server: str, name: str) -> dict[str, str]:
    """The environment in which `s3://name` is an empty bucket there."""
    httpx.put(f"{server}/{name}", headers={"host": "s3.amazonaws.com"}).raise_for_status()
    return {
        "AWS_ENDPOINT_URL": server,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
    }
