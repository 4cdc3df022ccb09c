"""The rules of profiles and sign-ins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.accounts.model import (
    SIGN_IN_IDLE,
    SIGN_IN_LIFETIME,
    Language,
    Level,
    Person,
    ProfileChange,
    Role,
    SignIn,
    Use,
    clean_headline,
    clean_languages,
    clean_name,
    clean_roles,
    clean_zone,
    may_be_found,
    may_end,
    use_of,
)
from server.core.errors import Invalid

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
ANA = Person(
    id="p1",
    email="ana@example.org",
    email_key="ana@example.org",
    email_verified_at=None,
    name="Ana",
    headline="",
    languages=(),
    time_zone="Europe/Athens",
    locale="en",
    roles=frozenset({Role.MENTEE}),
    photo=None,
    created_at=NOW,
)


def sign_in(**changes: datetime | None) -> SignIn:
    times: dict[str, datetime | None] = {"created_at": NOW, "last_seen_at": NOW, "ended_at": None}
    return SignIn(id="s1", person_id="p1", device="Firefox", **(times | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    [
        "Zoë",
        "Ñandú Íñigo",
        "محمد بن عبد الله",
        "עָמֹס עוֹז",
        "สมชาย ใจดี",
        "李小龍",
        "Nguyễn Thị Minh Khai",
        "می‌خواهم",
        "O'Brien-Smythe Jr.",
        "X Æ A-12",
        "தமிழ்",
        "𐓏𐓘𐓻𐓘𐓻𐓟",
    ],
)
def test_a_name_in_any_script_is_kept(name: str) -> None:
    assert clean_name(name) == name


def test_spaces_around_and_inside_a_name_are_tidied() -> None:
    assert clean_name("  Ana   Maria ") == "Ana Maria"


@pytest.mark.parametrize(
    "name",
    [
        "Ana\r\nBcc: x@example.org",
        "Ana\nB",
        "A\x00na",
        "A\x1bna",
        "Ana\u202egro",
        "\u2066Ana",
        "A\u2028na",
        "A\u200bna",
        "\ufeffAna",
        "A\ud800na",
        "Z" + "\u0335" * 7,
        "",
        "   ",
        "\u200d",
        "...",
        "\u0301",
    ],
)
def test_a_name_that_hides_breaks_or_says_nothing_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_name(name)
    assert list(refusal.value.fields) == ["name"]


def test_a_name_of_80_letters_is_kept_and_of_81_refused() -> None:
    assert clean_name("ñ" * 80)
    with pytest.raises(Invalid):
        clean_name("ñ" * 81)


def test_marks_do_not_count_against_the_length_of_a_name() -> None:
    assert len(clean_name("שָ" * 80)) == 160


def test_a_headline_may_be_empty_but_not_longer_than_160() -> None:
    assert clean_headline("  ") == ""
    with pytest.raises(Invalid) as refusal:
        clean_headline("a" * 161)
    assert "headline" in refusal.value.fields


@pytest.mark.parametrize(
    "zone", ["Europe/Athens", "Asia/Calcutta", "America/Argentina/Ushuaia", "UTC"]
)
def test_a_zone_of_the_pinned_database_is_kept(zone: str) -> None:
    assert clean_zone(zone) == zone


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "europe/athens", "../etc/passwd", "Factory"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_zone(zone)
    assert list(refusal.value.fields) == ["timeZone"]


def test_language_tags_get_their_usual_case() -> None:
    asked = [Language("PT-br", Level.NATIVE), Language("zh-hant-tw", Level.GOOD)]
    assert [one.tag for one in clean_languages(asked)] == ["pt-BR", "zh-Hant-TW"]


@pytest.mark.parametrize(
    "tag", ["", "e", "english", "en_US", "en-", "en-US-x-me", "en\n", "a" * 40]
)
def test_what_is_no_language_tag_is_refused_by_its_place(tag: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_languages([Language("en", Level.GOOD), Language(tag, Level.GOOD)])
    assert list(refusal.value.fields) == ["languages[1].tag"]


def test_a_language_named_twice_is_refused() -> None:
    with pytest.raises(Invalid, match="once"):
        clean_languages([Language("en", Level.GOOD), Language("EN", Level.BASIC)])


def test_more_than_20_languages_are_refused() -> None:
    many = [Language(f"a{chr(97 + at)}", Level.BASIC) for at in range(21)]
    with pytest.raises(Invalid, match="20"):
        clean_languages(many)


def test_a_person_without_a_role_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        clean_roles([])
    assert list(refusal.value.fields) == ["roles"]


def test_a_change_names_every_bad_field_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        ProfileChange(name="\n", time_zone="Nowhere", roles=frozenset()).checked()
    assert set(refusal.value.fields) == {"name", "timeZone", "roles"}


def test_a_change_leaves_what_it_does_not_name() -> None:
    changed = ProfileChange(headline=" Builds  bridges ").checked().onto(ANA)
    assert (changed.name, changed.headline) == ("Ana", "Builds bridges")


def test_an_unverified_address_leads_nobody_to_a_person_where_proof_is_needed() -> None:
    assert not may_be_found(ANA, needs_verified=True)
    assert may_be_found(ANA, needs_verified=False)


def test_a_sign_in_ends_when_it_was_idle_for_30_days() -> None:
    idle = sign_in()
    assert idle.is_live(NOW + SIGN_IN_IDLE - timedelta(seconds=1))
    assert not idle.is_live(NOW + SIGN_IN_IDLE)


def test_a_sign_in_ends_after_60_days_however_busy() -> None:
    busy = sign_in(last_seen_at=NOW + SIGN_IN_LIFETIME - timedelta(minutes=1))
    assert busy.is_live(NOW + SIGN_IN_LIFETIME - timedelta(seconds=1))
    assert not busy.is_live(NOW + SIGN_IN_LIFETIME)


def test_a_sign_in_that_was_ended_opens_nothing() -> None:
    assert not sign_in(ended_at=NOW).is_live(NOW)


def test_only_the_holder_may_end_a_sign_in() -> None:
    assert may_end("p1", sign_in())
    assert not may_end("p2", sign_in())


def test_a_refresh_token_shown_again_is_a_race_for_ten_seconds_and_then_a_theft() -> None:
    assert use_of(None, NOW) is Use.FIRST
    assert use_of(NOW, NOW + timedelta(seconds=10)) is Use.RACING
    assert use_of(NOW, NOW + timedelta(seconds=11)) is Use.AGAIN
