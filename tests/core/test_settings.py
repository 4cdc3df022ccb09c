"""Settings come from the environment, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.core.settings import (
    Settings,
    SettingsError,
    from_environment,
    settings_reference,
)


def test_nothing_set_gives_the_defaults() -> None:
    assert from_environment({"PATH": "/bin"}) == Settings()


def test_values_are_read_with_their_types() -> None:
    settings = from_environment(
        {
            "ITHACA_PORT": "9000",
            "ITHACA_PUBLIC_URL": "https://mentors.example.org/",
            "ITHACA_TRUSTED_PROXIES": "10.0.0.0/8, ::1",
            "ITHACA_REQUIRE_VERIFIED_EMAIL": "no",
            "ITHACA_DATA_DIR": "/data",
        }
    )
    assert settings.port == 9000
    assert settings.public_url == "https://mentors.example.org"
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1")
    assert settings.require_verified_email is False
    assert settings.data_dir == Path("/data")
    assert settings.is_https


def test_an_empty_value_counts_as_unset() -> None:
    assert from_environment({"ITHACA_REDIS_URL": " "}).redis_url is None


def test_an_unknown_name_is_refused_with_the_nearest_known() -> None:
    with pytest.raises(SettingsError, match=r"ITHACA_SMPT_URL .* did you mean ITHACA_SMTP_URL\?"):
        from_environment({"ITHACA_SMPT_URL": "x"})


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("PORT", "eighty", "must be a whole number"),
        ("PORT", "70000", "must be between 0 and 65535"),
        ("LOG_FORMAT", "xml", "must be one of console, json"),
        ("PUBLIC_URL", "example.org", "must look like https://"),
        ("PUBLIC_URL", "https://example.org/path", "must look like https://"),
        ("DATABASE_URL", "mysql://x", "must look like postgresql://"),
        ("TRUSTED_PROXIES", "proxy", "must hold IP addresses"),
        ("MEDIA_LISTEN", "everywhere", "must hold IP addresses"),
        ("RUN_JOBS", "perhaps", "must be yes or no"),
        ("SMTP_URL", "mail.example.org", "must look like smtp://"),
        ("TURN_URLS", "turn:x", "are needed together"),
    ],
)
def test_a_bad_value_is_refused_with_the_reason(name: str, value: str, complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint):
        from_environment({f"ITHACA_{name}": value})


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        from_environment({"ITHACA_PORT": "x", "ITHACA_LOG_LEVEL": "y", "ITHACA_Z": "z"})
    assert len(str(refused.value).splitlines()) == 3


def test_a_refused_address_never_shows_its_password() -> None:
    with pytest.raises(SettingsError) as refused:
        from_environment({"ITHACA_DATABASE_URL": "mysql://me:hunter2@host/db"})
    assert "hunter2" not in str(refused.value)


def test_mail_makes_verified_addresses_needed_unless_said_otherwise() -> None:
    assert not Settings().is_verified_email_required
    assert Settings(smtp_url="smtp://mail").is_verified_email_required
    assert not Settings(
        smtp_url="smtp://m", require_verified_email=False
    ).is_verified_email_required


def test_the_reference_names_every_setting() -> None:
    reference = settings_reference()
    for name in Settings.__dataclass_fields__:
        assert f"`ITHACA_{name.upper()}`" in reference
