"""Five languages: each template in each, nothing lost on the way, dates as they are there."""

# ruff: noqa: RUF001

from __future__ import annotations

import re
from email.message import EmailMessage
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from server.notifications.letters import LANGUAGES, PARAMS, language_of
from server.notifications.model import Kind
from server.notifications.moments import ahead, moment, shortly, span
from tests.notifications.letters import BY_MAIL, html_of, letter, text_of

TEMPLATES = Path(__file__).parent.parent.parent / "server/notifications/templates"
OTHERS = [one for one in LANGUAGES if one != "en"]
# What decides between two sentences of a kind: each is read in every language.
WAYS: dict[Kind, list[dict[str, str]]] = {
    Kind.SECURITY_ALERT: [{"event": "password_changed"}, {"event": "token_used_twice"}],
    Kind.PROGRAMME_INVITE: [{"step": "account"}, {"step": "programme"}],
    Kind.WEIGHTS_LEARNED: [{"step": "applied"}, {"step": "waiting"}],
    Kind.SESSION_ASKED: [
        {"side": side, "note": note} for side, note in product(("host", "guest"), ("", "My deck"))
    ],
    Kind.SESSION_FEEDBACK: [{"step": "first"}, {"step": "again"}],
    Kind.SURVEY_ASKED: [
        {"event": event, "step": step}
        for event, step in product(("fit", "pulse", "alliance", "closing"), ("first", "again"))
    ],
    Kind.SESSION_ANSWERED: [{"answer": "declined"}, {"answer": "tentative"}],
    Kind.SESSION_DECLINED: [{"words": ""}, {"words": "A cold"}],
    Kind.SESSION_CANCELLED: [
        {"words": words, "title": title} for words, title in product(("", "A cold"), ("", "Talk"))
    ],
}
TITLED = (Kind.SESSION_BOOKED, Kind.SESSION_RESCHEDULED, Kind.SESSION_MOVED, Kind.SESSION_CLASHES)
WAYS |= {kind: [{"title": ""}, {"title": "Talk"}] for kind in TITLED}
FREE = ("name", "other", "title", "host", "programme", "device", "source", "sessions")
CASES = [(kind, way) for kind in BY_MAIL for way in WAYS.get(kind, [{}])]


@cache
def parsed(language: str, name: str) -> dict[str, set[str]]:
    """What each block of a template names."""
    source = (TEMPLATES / language / name).read_text()
    tree = Environment(autoescape=True).parse(source)
    return {
        block.name: {
            one.name for one in block.find_all(nodes.Name) if one.name not in {"span", "moment"}
        }
        for block in tree.find_all(nodes.Block)
    }


def names() -> list[str]:
    return sorted(path.name for path in (TEMPLATES / "en").iterdir())


def test_every_kind_has_a_template_and_every_template_a_kind() -> None:
    assert set(names()) == {f"{kind.value}.j2" for kind in Kind} | {"_base.j2"}


@pytest.mark.parametrize("language", OTHERS)
def test_no_placeholder_is_lost_in_translation(language: str) -> None:
    assert sorted(path.name for path in (TEMPLATES / language).iterdir()) == names()
    for name in names():
        assert parsed(language, name) == parsed("en", name), name


def shown(message: EmailMessage, words: set[str]) -> set[str]:
    """Which of these a letter shows."""
    text = " ".join(f"{message['Subject']} {text_of(message)}".split())
    return {one for one in words if one in text}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(("kind", "way"), CASES)
def test_a_letter_says_the_same_as_in_english(
    kind: Kind, way: dict[str, str], language: str
) -> None:
    told = {name: f"the {name}" for name in FREE} | {
        "decline": "https://x.example/no",
        "page": "https://x.example/all",
    }
    known = {name: one for name, one in (told | way).items() if name in PARAMS[kind]}
    words = {one for name, one in known.items() if one and name not in {"side", "step", "event"}}
    english, translated = letter(kind, **known), letter(kind, locale=language, **known)
    assert shown(translated, words) == shown(english, words)
    assert text_of(translated) != text_of(english)
    assert translated["Subject"] != english["Subject"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_says_its_language_and_its_direction(language: str) -> None:
    message = letter(Kind.SESSION_ASKED, locale=language, side="host")
    html = html_of(message)
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert f'<body class="page" dir="{direction}"' in html
    assert message["Content-Language"] == language
    # An address reads from left to right, wherever it stands.
    links = re.findall(r"<a [^>]*>https?://", html)
    assert links
    assert all('dir="ltr"' in one for one in links)


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("ar-SA", "ar"),
        ("ES-mx", "es"),
        ("fr-Latn-CA", "fr"),
        ("en-IN", "en"),
        ("pt-BR", "en"),
        ("den", "en"),
        ("", "en"),
    ],
)
def test_a_locale_falls_back_to_its_language_and_then_to_english(
    locale: str, language: str
) -> None:
    assert language_of(locale) == language


AT, UNTIL = "2026-11-23T09:00:00+00:00", "2026-11-23T23:30:00+00:00"


@pytest.mark.parametrize(
    ("locale", "zone", "words"),
    [
        ("en", "Europe/Athens", "Monday, 23 November 2026, 11:00 (Eastern European Standard Time"),
        ("de", "Europe/Berlin", "Montag, 23. November 2026, 10:00 (Mitteleuropäische Normalzeit"),
        ("de-AT", "Europe/Vienna", "Montag, 23. November 2026, 10:00 (Mitteleuropäische"),
        ("es", "Europe/Madrid", "lunes, 23 de noviembre de 2026, 10:00 (hora estándar de Europa"),
        ("fr", "Europe/Paris", "lundi 23 novembre 2026, 10:00 (heure normale d’Europe centrale"),
        ("ar", "Asia/Riyadh", "الاثنين، 23 نوفمبر 2026، 12:00 م (التوقيت العربي الرسمي، UTC"),
        ("en-US", "America/New_York", "Monday, November 23, 2026, 4:00\u202fAM (Eastern Standard"),
    ],
)
def test_a_moment_is_written_as_it_is_there(locale: str, zone: str, words: str) -> None:
    assert moment(AT, zone, locale).startswith(words)


def test_summer_time_is_called_so_in_dublin_too() -> None:
    summer = "2026-07-01T09:00:00+00:00"
    assert "Irish Standard Time, UTC+01:00" in moment(summer, "Europe/Dublin", "en")
    assert "Greenwich Mean Time, UTC+00:00" in moment(AT, "Europe/Dublin", "en")
    assert "Mitteleuropäische Sommerzeit, UTC+02:00" in moment(summer, "Europe/Berlin", "de")


def test_what_ends_on_another_day_says_so() -> None:
    words = span(AT, UNTIL, "Europe/Berlin", "de")
    assert "23. November 2026, 10:00–Dienstag, 24. November 2026, 00:30 (" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_short_stays_short(language: str) -> None:
    assert len(shortly(AT, "Asia/Riyadh", language)) <= 32


def test_what_is_left_is_counted_as_the_language_counts() -> None:
    assert [ahead(str(n), "en") for n in (7, 60, 1440, 2880)] == [
        "in 7 minutes",
        "in 1 hour",
        "in 1 day",
        "in 2 days",
    ]
    assert ahead("120", "ar") == "خلال ساعتين"
    assert ahead("10", "de") == "in 10 Minuten"


def test_no_date_stands_among_words_of_another_language() -> None:
    message = letter(Kind.SESSION_EXPIRED, locale="zh-Hant-TW")
    assert "Monday, 23 November 2026" in text_of(message)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_speaks_its_readers_language_in_every_line(language: str) -> None:
    message = letter(Kind.DIGEST, locale=language)
    template = (TEMPLATES / language / "agreement_signed.j2").read_text()
    title = re.search(r"block title %\}(.+?)\{% endblock", template)
    assert title is not None
    words = max(re.split(r"\{\{.*?\}\}", title[1]), key=len).strip()
    assert words in text_of(message)
    assert message["Content-Language"] == language


def test_the_settings_offer_every_language_there_is() -> None:
    model = (TEMPLATES.parent.parent.parent / "web/src/accounts/model.ts").read_text()
    offered = re.search(r"LETTER_LANGUAGES = \[(.+?)\]", model)
    assert offered is not None
    assert re.findall(r'"(\w+)"', offered[1]) == list(LANGUAGES)
