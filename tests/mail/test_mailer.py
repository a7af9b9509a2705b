"""E-mail against a real SMTP server on this machine that also refuses, asks to wait, and is not there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from backend.mail.mailer import PAUSES, Mailer, MailPutOff, MailRefused, open_mailer
from backend.settings import SettingError, Settings, load

FROM = "Công vụ <congvu@tp.example>"


class Office:
    """A mail server's desk: says what is planned, else takes what comes."""

    def __init__(self) -> None:
        self.planned: list[str] = []
        self.taken: list[EmailMessage] = []
        self.conversations = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.conversations += 1
        if self.planned:
            return self.planned.pop(0)
        assert isinstance(envelope.original_content, bytes)
        self.taken.append(message_from_bytes(envelope.original_content, policy=policy.default))
        return "250 taken"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def server(office: Office) -> Iterator[Controller]:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]

    def known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == "m@t khẩu".encode()
        return AuthResult(success=right, handled=right)

    controller = Controller(
        office, hostname="127.0.0.1", port=port, authenticator=known, auth_require_tls=False
    )
    controller.start()
    yield controller
    controller.stop()


class Waits:
    """Pauses that take no time."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def mailer(server: Controller, waits: Waits, user: str = "") -> Mailer:
    return Mailer(f"smtp://{user}127.0.0.1:{server.port}", FROM, waits)


async def send(by: Mailer, to: str = "Lan <lan@tp.example>") -> None:
    await by.send(to, "2 việc\ncần xem", "chữ", "<p>chữ</p>")


async def test_one_message_as_text_and_html(server: Controller, office: Office) -> None:
    await send(mailer(server, Waits()))
    [message] = office.taken
    assert (message["From"], message["To"]) == (FROM, "Lan <lan@tp.example>")
    assert message["Subject"] == "2 việc cần xem"
    assert message["Message-ID"].endswith("@tp.example>")
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().strip() == "chữ"
    assert html.get_content().strip() == "<p>chữ</p>"


async def test_asked_to_wait_it_tries_again(server: Controller, office: Office) -> None:
    office.planned = ["451 later", "421 busy"]
    waits = Waits()
    await send(mailer(server, waits))
    assert len(office.taken) == 1
    assert waits.seconds == list(PAUSES[:2])


async def test_a_lasting_refusal_is_told_at_once(server: Controller, office: Office) -> None:
    office.planned = ["554 no"]
    with pytest.raises(MailRefused) as caught:
        await send(mailer(server, Waits()))
    assert (caught.value.code, office.conversations) == (554, 1)


async def test_nobody_there_is_a_lasting_refusal(server: Controller) -> None:
    with pytest.raises(MailRefused) as caught:
        await send(mailer(server, Waits()), "nobody@tp.example")
    assert caught.value.code == 550


async def test_a_server_that_is_away_puts_it_off(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    waits = Waits()
    with pytest.raises(MailPutOff):
        await send(Mailer(f"smtp://127.0.0.1:{port}", FROM, waits))
    assert waits.seconds == list(PAUSES)
    assert "lan@tp.example" not in caplog.text


async def test_user_and_password_come_from_the_address(server: Controller, office: Office) -> None:
    await send(mailer(server, Waits(), "lan:m%40t%20kh%E1%BA%A9u@"))
    assert len(office.taken) == 1
    with pytest.raises(MailRefused) as caught:
        await send(mailer(server, Waits(), "lan:wrong@"))
    assert caught.value.code == 535


@pytest.mark.parametrize(
    "to", ["lan@tp.example\nBcc: x@tp.example", "", "Lan", "lan@", "@tp.example", "a b@c"]
)
async def test_what_is_no_address_is_refused(server: Controller, office: Office, to: str) -> None:
    with pytest.raises(MailRefused):
        await send(mailer(server, Waits()), to)
    assert office.taken == []


def test_without_a_server_there_is_no_mailer() -> None:
    assert open_mailer(Settings()) is None
    assert open_mailer(Settings(smtp_url="smtp://host", mail_from=FROM)) is not None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"SMTP_URL": "http://host"}, "CONGVU_SMTP_URL must begin with smtp:// or smtps://"),
        ({"SMTP_URL": "smtp://host"}, "set CONGVU_MAIL_FROM"),
    ],
)
def test_a_wrong_setting_is_named(values: dict[str, str], said: str) -> None:
    with pytest.raises(SettingError) as caught:
        load({f"CONGVU_{name}": value for name, value in values.items()})
    assert said in str(caught.value)
