"""How letters read: every kind in text and HTML, nothing of a stranger's making as markup."""

# ruff: noqa: RUF001
from __future__ import annotations

from datetime import UTC, datetime

import pytest

from server.notifications.letters import LANGUAGES, PARAMS, sender_of
from server.notifications.model import Kind, Letter
from tests.notifications.letters import (
    BY_MAIL,
    GIVEN,
    INVITATION,
    LETTERS,
    LINK,
    html_of,
    letter,
    text_of,
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", BY_MAIL)
def test_every_kind_has_a_subject_a_text_and_a_page(kind: Kind, language: str) -> None:
    message = letter(kind, locale=language)
    assert 10 <= len(message["Subject"]) <= 110
    assert LINK in text_of(message).splitlines()
    assert 'href="https://ithaca.example.org/s/abc?a=1&amp;b=2"' in html_of(message)
    assert "{{" not in str(message)
    assert "None" not in text_of(message)


@pytest.mark.parametrize("kind", BY_MAIL)
def test_no_letter_loads_anything_from_elsewhere(kind: Kind) -> None:
    html = html_of(letter(kind))
    assert "<img" not in html
    assert "src=" not in html
    assert "url(" not in html
    assert "<script" not in html


def test_markup_in_a_title_is_shown_as_text() -> None:
    message = letter(Kind.ROOM_INVITE, title="<img src=x onerror=alert(1)>")
    assert "<img" not in html_of(message)
    assert "&lt;img src=x" in html_of(message)
    assert "<img src=x onerror=alert(1)>" in text_of(message)


def test_the_invitation_names_who_invites_and_to_what() -> None:
    message = letter(Kind.ROOM_INVITE, host="Eleni", title="Where to go")
    assert message["Subject"] == "Eleni invites you: Where to go"


def test_a_subject_in_any_script_is_written_and_read_back() -> None:
    message = letter(Kind.ROOM_INVITE, host="نועם ברק", title="🌊 渡辺 " + "long " * 40)
    assert "\n" not in message["Subject"]
    assert "渡辺" in str(message["Subject"])
    assert all(len(line) <= 998 for line in message.as_bytes().splitlines())


@pytest.mark.parametrize("event", ["password_changed", "token_used_twice"])
def test_an_alert_says_what_happened_and_where(event: str) -> None:
    message = letter(Kind.SECURITY_ALERT, event=event, device="Firefox on Android")
    assert "Firefox on Android" in text_of(message)


@pytest.mark.parametrize("locale", ["en", "en-GB", "pt-BR", "../../etc", "", "xx"])
def test_a_language_nobody_has_translated_falls_back_to_english(locale: str) -> None:
    message = letter(Kind.CONFIRM_EMAIL, locale=locale)
    assert message["Content-Language"] == "en"


@pytest.mark.parametrize("text", ["", "Ithaca", "Ithaca <>", "@example.org"])
def test_a_sender_without_an_address_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(ValueError, match="looks like"):
        sender_of(text)


def test_a_time_is_shown_on_the_readers_wall_with_its_zone() -> None:
    text = " ".join(text_of(letter(Kind.SESSION_BOOKED)).split())
    zone = "(Eastern European Standard Time, UTC+02:00)"
    assert f"takes place on Monday, 23 November 2026, 11:00–12:00 {zone}." in text
    american = letter(Kind.SESSION_BOOKED, locale="en-US", ends_at="2026-11-23T22:30:00+00:00")
    assert "11:00\u202fAM–Tuesday, November 24, 2026, 12:30\u202fAM (" in text_of(american)


def test_an_invitation_goes_as_imip_has_it() -> None:
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    params = {name: GIVEN.get(name, f"the {name}") for name in PARAMS[Kind.SESSION_BOOKED]}
    kind, to = Kind.SESSION_BOOKED, "ana@example.org"
    one = LETTERS.email(Letter("0" * 26, kind, to, "en", params, 1, now, INVITATION))
    assert one.get_content_type() == "multipart/mixed"
    both, attached = one.iter_parts()
    assert both.get_content_type() == "multipart/alternative"
    plain, html, calendar = both.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar.get_payload(decode=True) == INVITATION.encode()
    assert attached.get_content_type() == "application/ics"
    assert attached.get_filename() == "invite.ics"
    assert attached.get_payload(decode=True) == INVITATION.encode()
    assert one["Message-ID"] == f"<{'0' * 26}@example.org>"
