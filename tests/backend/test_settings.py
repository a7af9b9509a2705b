"""Settings: read once, wrong ones named, the reference true."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.settings import SettingError, Settings, load, reference

ROOT = Path(__file__).resolve().parent.parent.parent


def test_without_variables_everything_has_its_default() -> None:
    assert load({}) == Settings()
    assert load({"CONGVU_PORT": " ", "PATH": "/bin", "CONGVU_TEST_ANYTHING": "1"}) == Settings()


def test_the_command_line_goes_before_the_environment() -> None:
    assert load({"CONGVU_PORT": "9000", "CONGVU_DEMO": "true"}, port="9001", demo=None).port == 9001


def test_parts_read_back_what_they_are_given() -> None:
    given = load(
        {"CONGVU_DEMO": "true", "CONGVU_ROLES": "api, worker", "CONGVU_DATABASE_URL": "postgresql://x"}
    )
    assert given.roles == ("api", "worker")
    assert load(given.environment()) == given


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "x", "CONGVU_PORT: must be a whole number"),
        ("PORT", "70000", "CONGVU_PORT: must be a whole number <= 65535"),
        ("DEMO", "perhaps", "CONGVU_DEMO: must be true or false"),
        ("ROLES", "api,clerk", "CONGVU_ROLES: must be some of api, realtime, projector, worker"),
        ("LOG_LEVEL", "loud", "CONGVU_LOG_LEVEL: must be one of debug, info, warning, error"),
        ("DATABASE_URL", "mysql://x", "CONGVU_DATABASE_URL must begin with postgresql:// or postgres://"),
        ("PUBLIC_URL", "congvu.vn", "CONGVU_PUBLIC_URL must begin with http:// or https://"),
        ("REALTIME_PORT", "8000", "choose two"),
        ("ROLES", "api", "set CONGVU_DATABASE_URL"),
        ("DATABSE_URL", "x", "CONGVU_DATABSE_URL is not a setting: did you mean CONGVU_DATABASE_URL?"),
        ("ZZZ", "x", "infra/settings.md lists them all"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingError) as caught:
        load({f"CONGVU_{name}": value})
    assert said in str(caught.value)


def test_no_value_of_a_secret_is_ever_told() -> None:
    with pytest.raises(SettingError) as caught:
        load({"CONGVU_DATABASE_URL": "mysql://user:secret-word@host/name"})
    assert "secret-word" not in str(caught.value)


def test_the_reference_is_what_the_code_says() -> None:
    assert reference() == (ROOT / "infra" / "settings.md").read_text(encoding="utf-8")
