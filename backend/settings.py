"""Every setting, typed, in one place: its variable, its default and what it means."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_type_hints

import msgspec
from msgspec import Meta

PREFIX = "CONGVU_"
LEVELS = ("debug", "info", "warning", "error")
FORMATS = ("auto", "json", "console")
LISTS = ("roles", "trusted_proxies", "push_services")
REPOSITORY = Path(__file__).resolve().parent.parent

Role = Literal["api", "realtime", "projector", "worker"]
ROLES: tuple[Role, ...] = get_args(Role)
Port = Annotated[int, Meta(ge=0, le=65535)]
Positive = Annotated[int, Meta(ge=1)]


class SettingError(Exception):
    """A wrong setting; the text names it and says what to do."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an installation may choose: each field is read from CONGVU_<FIELD>; empty means its default."""

    data: Annotated[
        Path, Meta(description="Folder of everything that the platform keeps on this machine")
    ] = Path("data")
    database_url: Annotated[
        str | None,
        Meta(description="PostgreSQL to use (postgresql://user:password@host/name); else an embedded one"),
    ] = None
    host: Annotated[str, Meta(description="Address to listen on; 0.0.0.0 for all")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="Port of the API and the web app; 0 picks a free one")] = 8000
    realtime_port: Annotated[Port, Meta(description="Port of the realtime gateway; 0 picks a free one")] = (
        8001
    )
    public_url: Annotated[
        str | None,
        Meta(description="Address that browsers use; https:// turns on Secure cookies and HSTS"),
    ] = None
    realtime_url: Annotated[
        str | None, Meta(description="Address of the gateway that is told to clients (wss://…/sync)")
    ] = None
    roles: Annotated[
        tuple[Role, ...],
        Meta(description="Parts that this machine runs, separated by commas", min_length=1),
    ] = ROLES
    demo: Annotated[bool, Meta(description="Seed a demo city and serve /demo; never for real data")] = False
    officials: Annotated[Positive, Meta(description="Officials in the demo city")] = 400
    master_key: Annotated[
        str | None,
        Meta(
            description="32 bytes in base64 that wrap all other keys; without it, <data>/master.key is made"
        ),
    ] = None
    web: Annotated[Path, Meta(description="Folder of the built web app")] = (
        REPOSITORY / "clients" / "web" / "dist"
    )
    access_token_seconds: Annotated[
        int, Meta(ge=10, le=86400, description="Life of an access token, in seconds")
    ] = 600
    refresh_token_days: Annotated[
        Positive, Meta(description="Days without use after which one must sign in again")
    ] = 30
    attempts_per_login: Annotated[
        Positive, Meta(description="Failed sign-ins of one login in 15 minutes before it must wait")
    ] = 10
    attempts_per_address: Annotated[
        Positive, Meta(description="Failed sign-ins from one address in 15 minutes before it must wait")
    ] = 100
    password_hashers: Annotated[
        Positive, Meta(description="Passwords checked at the same time (each takes 64 MiB)")
    ] = 2
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(
            description="Addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas"
        ),
    ] = ()
    push_services: Annotated[
        tuple[str, ...],
        Meta(
            description="Origins of Web Push services that browsers may name, separated by commas; "
            "https://*.example is every host below it"
        ),
    ] = (
        "https://fcm.googleapis.com",
        "https://updates.push.services.mozilla.com",
        "https://*.push.apple.com",
        "https://*.notify.windows.com",
    )
    push_rate: Annotated[
        Positive, Meta(description="Most notices a second that a worker hands to each push provider")
    ] = 2000
    vapid_private_key: Annotated[
        str | None,
        Meta(
            description="Key of Web Push, 32 bytes in base64url, the same on all machines; without it, "
            "<data>/vapid.pem is made"
        ),
    ] = None
    vapid_subject: Annotated[
        str | None,
        Meta(
            description="Whom a push service writes to about us (mailto:… or https://…); without it, "
            "the public URL"
        ),
    ] = None
    fcm_credentials: Annotated[
        Path | None,
        Meta(
            description="File with the key of the Firebase service account that sends to the Android and "
            "iOS apps; needs the extra fcm"
        ),
    ] = None
    smtp_url: Annotated[
        str | None,
        Meta(
            description="Mail server (smtp://user:password@host:587 or smtps://…:465); without it, no e-mail"
        ),
    ] = None
    mail_from: Annotated[
        str | None, Meta(description="Sender of e-mail, as in Công vụ <congvu@example.vn>")
    ] = None
    storage_url: Annotated[
        str | None,
        Meta(
            description="Where files lie: file:///folder, s3://bucket/path, gs://… or az://…, with keys in "
            "the provider's variables (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL …); without it, <data>/files"
        ),
    ] = None
    largest_file_mib: Annotated[
        Positive, Meta(description="Size of the largest file that one may upload, in MiB")
    ] = 100
    drain_seconds: Annotated[
        Positive, Meta(description="Time that a part is given to finish its work when stopped")
    ] = 10
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="Least severe log line kept")
    ] = "info"
    log_format: Annotated[
        Literal["auto", "json", "console"],
        Meta(description="Log lines as JSON, or for a person; auto asks the terminal"),
    ] = "auto"

    @property
    def secure(self) -> bool:
        """Whether browsers reach the platform over TLS."""
        return bool(self.public_url and self.public_url.startswith("https://"))

    @property
    def address(self) -> str:
        """Where browsers reach the platform."""
        return self.public_url or f"http://{self.host}:{self.port}"

    def environment(self) -> dict[str, str]:
        """The same settings as variables, for the parts."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return {variable(name): _text(value) for name, value in values.items() if value is not None}


def variable(field: str) -> str:
    """The variable that a field is read from."""
    return PREFIX + field.upper()


def load(environ: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """The settings of this process: variables, then what the command line says. Raises SettingError."""
    fields = Settings.__struct_fields__
    _refuse_unknown(environ, fields)
    values: dict[str, Any] = {}
    for field in fields:
        given = overrides.get(field)
        text = _text(given) if given is not None else environ.get(variable(field), "")
        if text.strip():
            values[field] = _convert(field, text.strip())
    return _agree(Settings(**values))


HEADING = """# Settings

Read from the environment at start; a wrong or unknown one is named, and nothing is started. Options of
`congvu serve` go before them. Written by `python -m backend.settings > infra/settings.md`.

"""


def reference() -> str:
    """The page about all settings, in Markdown."""
    lines = ["| variable | default | meaning |", "|---|---|---|"]
    for info in msgspec.structs.fields(Settings):
        default = "" if info.default is None else _text(info.default).replace(str(REPOSITORY) + "/", "")
        lines.append(
            f"| `{variable(info.name)}` | {f'`{default}`' if default else '–'} | {_description(info.name)} |"
        )
    return HEADING + "\n".join(lines) + "\n"


_HINTS = get_type_hints(Settings, include_extras=True)


def _description(field: str) -> str:
    return next(
        str(meta.description)
        for meta in _HINTS[field].__metadata__
        if isinstance(meta, Meta) and meta.description
    )


def _refuse_unknown(environ: Mapping[str, str], fields: tuple[str, ...]) -> None:
    known = [variable(field) for field in fields]
    for name in environ:
        if name.startswith(PREFIX) and name not in known and not name.startswith(PREFIX + "TEST_"):
            close = difflib.get_close_matches(name.removeprefix(PREFIX).lower(), fields, 1)
            advice = (
                f"did you mean {variable(close[0])}?"
                if close
                else "infra/settings.md lists them all; remove it."
            )
            raise SettingError(f"{name} is not a setting: {advice}")


def _convert(field: str, text: str) -> Any:
    kind = _HINTS[field]
    raw: Any = text
    if field in LISTS:
        raw = [part.strip() for part in text.split(",") if part.strip()]
    try:
        return msgspec.convert(raw, kind, strict=False, dec_hook=lambda _, value: Path(value))
    except msgspec.ValidationError as error:
        raise SettingError(
            f"{variable(field)}: {_plain(field, error)}. It means: {_description(field)}."
        ) from None


def _plain(field: str, error: msgspec.ValidationError) -> str:
    expected = str(error)
    if "enum" in expected:
        choices = {"roles": ROLES, "log_level": LEVELS, "log_format": FORMATS}[field]
        return f"must be {'some' if field == 'roles' else 'one'} of {', '.join(choices)}"
    if "`bool`" in expected:
        return "must be true or false"
    if "`int`" in expected:
        return "must be a whole number" + (
            f" {bound}" if (bound := expected.rpartition("` ")[2]) != expected else ""
        )
    return expected[0].lower() + expected[1:]


def _agree(settings: Settings) -> Settings:
    """Rules between and within values that types do not say."""
    for field, schemes in (
        ("database_url", ("postgresql://", "postgres://")),
        ("public_url", ("http://", "https://")),
        ("realtime_url", ("ws://", "wss://")),
        ("vapid_subject", ("mailto:", "https://")),
        ("smtp_url", ("smtp://", "smtps://")),
        ("storage_url", ("file:///", "s3://", "gs://", "az://")),
    ):
        value = getattr(settings, field)
        if value is not None and not value.startswith(schemes):
            raise SettingError(f"{variable(field)} must begin with {' or '.join(schemes)}.")
    if settings.port and settings.port == settings.realtime_port:
        raise SettingError(
            f"{variable('port')} and {variable('realtime_port')} are both {settings.port}: choose two."
        )
    if settings.smtp_url and not settings.mail_from:
        raise SettingError(f"{variable('smtp_url')} needs a sender: set {variable('mail_from')}.")
    if set(settings.roles) != set(ROLES) and settings.database_url is None:
        raise SettingError(
            f"{variable('roles')} splits the parts over machines, which needs one PostgreSQL for all: set "
            f"{variable('database_url')}."
        )
    return settings


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


if __name__ == "__main__":
    sys.stdout.write(reference())
