"""The rules of both profiles: what a draft may hold, what is refused and by which field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from server.accounts.model import Language, Level, Role
from server.core.errors import Invalid
from server.profiles.model import (
    GROUPS,
    ITEMS,
    NO_ANSWERS,
    STEPS,
    About,
    Capacity,
    ChangedElsewhere,
    Charge,
    Effort,
    Filters,
    Goal,
    Industry,
    MenteeChange,
    MentorChange,
    Offer,
    Pause,
    Price,
    Profile,
    Seniority,
    Skill,
    Style,
    Wanted,
    Window,
    Wishes,
    are_siblings,
    clean_mentee_change,
    clean_mentor_change,
    completeness,
    require_version,
    roles_changed,
    steps_ahead,
    with_mentee_change,
    with_mentor_change,
)

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SPEAKS = (Language("en", Level.FLUENT),)


def clean(change: MenteeChange | MentorChange, taken: int) -> object:
    if isinstance(change, MenteeChange):
        return clean_mentee_change(change, TODAY)
    return clean_mentor_change(change, TODAY, taken=taken)


def fields_of(change: MenteeChange | MentorChange, *, taken: int = 0) -> list[str]:
    with pytest.raises(Invalid) as refused:
        clean(change, taken)
    return list(refused.value.fields)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"goals": (Goal("x" * 601),)}, ["goals[0].text"]),
        ({"goals": (Goal("Fine."), Goal("  "))}, ["goals[1].text"]),
        ({"goals": (Goal("a\x07b"), Goal("a\u202eb"))}, ["goals[0].text", "goals[1].text"]),
        ({"goals": (Goal("Find my way"),) * 6}, ["goals"]),
        ({"goals": (Goal("Go", skills=(Skill(None, ""),)),)}, ["goals[0].skills[0].text"]),
        ({"about": About(interests=("x" * 41,))}, ["about.interests[0]"]),
        ({"about": About(interests=tuple(f"i{n}" for n in range(16)))}, ["about.interests"]),
        ({"about": About(industries=tuple(Industry)[:6])}, ["about.industries"]),
        ({"manner": (8, *NO_ANSWERS[1:])}, ["manner.pace"]),
        ({"manner": (1,)}, ["manner"]),
        ({"effort": Effort(50)}, ["effort.weeklyMinutes"]),
        ({"wishes": Wishes(None, Filters(languages=("not a tag",)))}, ["wishes.languages[0]"]),
        ({"wishes": Wishes(None, Filters(least_gap=8))}, ["wishes.leastGap"]),
        ({"wishes": Wishes(None, Filters(least_gap=3, most_gap=1))}, ["wishes.mostGap"]),
        ({"pause": Pause(True, TODAY - timedelta(days=1))}, ["pause.until"]),
        ({"pause": Pause(True, date(2099, 1, 1))}, ["pause.until"]),
        (
            {"hours": (Window(9, 0, 60),), "goals": (Goal(""),)},
            ["hours[0]", "goals[0].text"],
        ),
    ],
)
def test_what_is_wrong_with_a_mentees_side_is_said_by_field(
    change: dict[str, Any], fields: list[str]
) -> None:
    assert fields_of(MenteeChange(**change)) == fields


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"offer": Offer(("ab",))}, ["offer.expertise[0]"]),
        ({"offer": Offer(("fine", "x" * 201))}, ["offer.expertise[1]"]),
        ({"offer": Offer(("one line\nand another",))}, ["offer.expertise[0]"]),
        ({"offer": Offer(tuple(f"line {n}" for n in range(9)))}, ["offer.expertise"]),
        ({"offer": Offer((), tuple(Skill(None, f"s{n}") for n in range(31)))}, ["offer.skills"]),
        ({"wanted": Wanted(topics=("ok topic", "?"))}, ["wanted.topics[1]"]),
        ({"capacity": Capacity(51)}, ["capacity.places"]),
        ({"capacity": Capacity(-1, 2415)}, ["capacity.places", "capacity.weeklyMinutes"]),
        ({"price": Price(Charge(100, "XXX", ""))}, ["price.currency"]),
        ({"price": Price(Charge(0, "eur", "x" * 161))}, ["price.amountMinor", "price.trial"]),
    ],
)
def test_what_is_wrong_with_a_mentors_side_is_said_by_field(
    change: dict[str, Any], fields: list[str]
) -> None:
    assert fields_of(MentorChange(**change)) == fields


def test_places_never_fall_below_running_mentorships() -> None:
    change = MentorChange(capacity=Capacity(2))
    assert clean_mentor_change(change, TODAY, taken=2) == change
    assert fields_of(change, taken=3) == ["capacity.places"]


def test_markup_is_text_like_any_other() -> None:
    text = "<script>alert(1)</script> & <b>bold</b>"
    made = clean_mentee_change(MenteeChange(goals=(Goal(text),)), TODAY)
    assert made.goals == (Goal(text),)


def test_a_goal_may_have_lines_and_loses_only_what_nobody_sees() -> None:
    text = "  First,\r\n\r\n\r\n  find   my way.\nThen go.\n\n"
    made = clean_mentee_change(MenteeChange(goals=(Goal(text),)), TODAY)
    assert made.goals
    assert made.goals[0].text == "First,\n\nfind my way.\nThen go."


def test_doubles_are_dropped_and_the_first_spelling_stays() -> None:
    about = About((Industry.LAW, Industry.LAW), None, ("Hiking", "hiking", "Knitting", "KNITTING"))
    made = clean_mentee_change(MenteeChange(about=about), TODAY).about
    assert made == About((Industry.LAW,), None, ("hiking", "Knitting"))
    skills = (Skill(None, "Excel"), Skill("t:1", "a"), Skill(None, "excel"), Skill("t:1", "b"))
    offer = clean_mentor_change(MentorChange(offer=Offer((), skills)), TODAY, taken=0).offer
    assert offer == Offer((), skills[:2])


def test_a_price_is_free_until_somebody_charges() -> None:
    assert Profile("p").mentor.price == Price(None)
    charged = MentorChange(price=Price(Charge(4500, " eur", " First talk  free ")))
    assert clean_mentor_change(charged, TODAY, taken=0).price == Price(
        Charge(4500, "EUR", "First talk free")
    )


def test_a_pause_ends_after_its_last_day() -> None:
    holiday = Pause(True, TODAY)
    assert not holiday.is_open(TODAY)
    assert holiday.is_open(TODAY + timedelta(days=1))
    assert not Pause(True).is_open(date(2100, 1, 1))
    assert clean_mentee_change(MenteeChange(pause=Pause(False, TODAY)), TODAY).pause == Pause()


def test_what_is_common_counts_for_both_sides_and_the_rest_for_its_own() -> None:
    empty = Profile("p")
    goals = with_mentee_change(empty, MenteeChange(goals=(Goal("Find my way"),)), NOW)
    assert roles_changed(empty, goals) == (Role.MENTEE,)
    assert (goals.mentee_version, goals.mentor_version) == (1, 0)
    about = with_mentor_change(goals, MentorChange(about=About((Industry.LAW,))), NOW)
    assert roles_changed(goals, about) == (Role.MENTEE, Role.MENTOR)
    assert (about.mentee_version, about.mentor_version) == (2, 1)
    assert about.common.about.industries == (Industry.LAW,)
    assert about.mentee == goals.mentee


def test_an_older_version_is_refused() -> None:
    require_version(3, 3)
    require_version(3, None)
    with pytest.raises(ChangedElsewhere):
        require_version(3, 2)


MENTEE = (
    MenteeChange(goals=(Goal("Lead my first team well"),)),
    MenteeChange(about=About((Industry.SOFTWARE,), Seniority.SENIOR)),
    MenteeChange(hours=(Window(1, 1080, 1200),)),
)


def test_a_mentee_is_ready_with_a_goal_where_they_are_their_languages_and_an_hour() -> None:
    profile = Profile("p")
    assert completeness(profile, Role.MENTEE, ()).percent == 0
    percents = [0]
    for change in MENTEE:
        assert not completeness(profile, Role.MENTEE, SPEAKS).is_ready
        profile = with_mentee_change(profile, change, NOW)
        percents.append(completeness(profile, Role.MENTEE, SPEAKS).percent)
    assert percents == sorted(set(percents))
    seen = completeness(profile, Role.MENTEE, SPEAKS)
    assert seen.is_ready
    assert [one.field for one in seen.missing] == ["goalSkills", "interests", "manner", "styles"]
    assert [x.field for x in completeness(profile, Role.MENTEE, ()).missing if x.is_needed] == [
        "languages"
    ]


def test_a_goal_of_a_few_letters_is_a_draft() -> None:
    profile = with_mentee_change(Profile("p"), MenteeChange(goals=(Goal("Lead"),)), NOW)
    assert completeness(profile, Role.MENTEE, SPEAKS).missing[0].field == "goals"


def test_a_whole_mentor_is_complete() -> None:
    change = MentorChange(
        about=About((Industry.SOFTWARE,), Seniority.LEAD, ("chess",)),
        manner=(4,) * len(ITEMS),
        hours=(Window(0, 600, 660),),
        offer=Offer(("hiring first engineers",), (Skill(None, "hiring"),)),
        styles=frozenset({Style.COACHING}),
    )
    profile = with_mentor_change(Profile("p"), change, NOW)
    seen = completeness(profile, Role.MENTOR, SPEAKS)
    assert ([one.field for one in seen.missing], seen.is_ready) == (["places"], False)
    profile = with_mentor_change(profile, MentorChange(capacity=Capacity(2)), NOW)
    seen = completeness(profile, Role.MENTOR, SPEAKS)
    assert (seen.percent, seen.is_ready, seen.missing) == (100, True, ())
    assert profile.places_left == 2
    assert replace(profile, places_taken=3).places_left == 0


def test_every_industry_has_one_group_and_siblings_know_each_other() -> None:
    members = [one for group in GROUPS.values() for one in group]
    assert sorted(members) == sorted(Industry)
    assert are_siblings(Industry.HEALTH, Industry.PHARMA)
    assert not are_siblings(Industry.HEALTH, Industry.HEALTH)
    assert not are_siblings(Industry.HEALTH, Industry.LAW)


def test_seniority_has_eight_steps_and_counts_them() -> None:
    assert len(STEPS) == 8
    assert steps_ahead(Seniority.EXECUTIVE, Seniority.STUDENT) == 7
    assert steps_ahead(Seniority.ENTRY, Seniority.LEAD) == -3


def test_no_part_of_a_profile_is_about_anything_protected() -> None:
    asked = {
        name
        for part in (Profile("p").mentee, Profile("p").mentor, Profile("p").common)
        for name in part.__dataclass_fields__
    }
    protected = {"gender", "sex", "age", "birth", "ethnicity", "race", "religion", "disability"}
    assert not asked & protected
