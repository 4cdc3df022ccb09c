"""What a row of a file of people makes, and what is said when it makes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from server.accounts.model import Language, Level, Role
from server.core.errors import Invalid
from server.profiles.model import Industry, Seniority, Skill, Window
from server.programmes.columns import (
    COLUMNS,
    Defaults,
    Newcomer,
    Refused,
    known,
    read_row,
    require_columns,
    template,
)
from server.programmes.sheet import Row, Sheet

TODAY = date(2026, 11, 22)
DEFAULTS = Defaults("Europe/Athens", "el")
MINA = {"email": "mina@example.org", "name": "Mina Okafor", "roles": "both"}


def made(**cells: str) -> Newcomer:
    one = read_row(Row(7, MINA | cells), DEFAULTS, TODAY)
    assert isinstance(one, Newcomer), one
    return one


def refused(**cells: str) -> dict[str, str]:
    one = read_row(Row(7, MINA | cells), DEFAULTS, TODAY)
    assert isinstance(one, Refused)
    assert {remark.line for remark in one.remarks} == {7}
    return {remark.column: remark.sentence for remark in one.remarks}


def test_the_examples_of_the_template_are_two_whole_people() -> None:
    rows = Sheet(template().encode(), known).take(10)
    mina, jonas = (read_row(row, DEFAULTS, TODAY) for row in rows)
    assert isinstance(mina, Newcomer)
    assert isinstance(jonas, Newcomer)
    mentee, _ = mina.sides
    _, mentor = jonas.sides
    assert mentee is not None
    assert mentee.goals is not None
    assert mentee.goals[0].text == "Get my first analyst role"
    assert mentee.goals[0].industry is Industry.HEALTH
    assert [one.text for one in mentee.goals[0].skills] == ["statistics", "data visualisation"]
    assert mentor is not None
    assert mentor.offer is not None
    assert mentor.offer.skills[0] == Skill(None, "SQL")
    assert mentor.capacity is not None
    assert (mentor.capacity.places, mentor.capacity.weekly_minutes) == (2, 120)
    assert mentor.hours == (Window(3, 1020, 1200),)
    assert mina.notes == jonas.notes == ()


def test_a_row_says_what_is_needed_and_takes_the_rest_from_the_coordinator() -> None:
    one = made()
    assert (one.account.time_zone, one.account.locale) == ("Europe/Athens", "el")
    assert one.roles == frozenset(Role)
    assert all(side is not None for side in one.sides)


@pytest.mark.parametrize("word", ["both", "Mentor|Mentee", "mentor, mentee", "mentee and mentor"])
def test_roles_are_understood_as_people_write_them(word: str) -> None:
    assert made(roles=word).roles == frozenset(Role)


def test_cells_are_understood_as_people_write_them() -> None:
    one = made(
        languages="en:Native; pt-br | de:basic",
        weekly_hours="Monday 18-20; sat 9:30\u201312:00; sun 23:00-01:00",
        seniority="Senior",
        industry="Health | software",
        hours_a_week="1,5",
        time_zone="Africa/Lagos",
    )
    assert one.account.languages == (
        Language("en", Level.NATIVE),
        Language("pt-BR", Level.GOOD),
        Language("de", Level.BASIC),
    )
    mentee, _ = one.sides
    assert mentee is not None
    assert mentee.hours == (
        Window(0, 0, 60),
        Window(0, 1080, 1200),
        Window(5, 570, 720),
        Window(6, 1380, 1440),
    )
    assert mentee.about is not None
    assert mentee.about.industries == (Industry.HEALTH, Industry.SOFTWARE)
    assert mentee.about.seniority is Seniority.SENIOR
    assert mentee.effort is not None
    assert mentee.effort.weekly_minutes == 90


@pytest.mark.parametrize(
    ("cells", "column", "word"),
    [
        ({"email": ""}, "email", "needed"),
        ({"name": ""}, "name", "letter"),
        ({"name": "Mi\u0007na"}, "name", "control"),
        ({"name": "x" * 81}, "name", "80"),
        ({"roles": ""}, "roles", "mentor, mentee or both"),
        ({"roles": "boss"}, "roles", "mentor, mentee or both"),
        ({"time_zone": "Mars/Base"}, "time_zone", "Europe/Athens"),
        ({"languages": "english please:good"}, "languages", "language tag"),
        ({"languages": "en:superb"}, "languages", "native, fluent, good, basic"),
        ({"industry": "piracy"}, "industry", "software"),
        ({"target_industry": "piracy"}, "target_industry", "software"),
        ({"seniority": "boss"}, "seniority", "student"),
        ({"weekly_hours": "noon"}, "weekly_hours", "mon 18:00-20:00"),
        ({"weekly_hours": "mon 18:07-20:00"}, "weekly_hours", "15 minutes"),
        ({"weekly_hours": "mon 8-10; mon 9-11"}, "weekly_hours", "overlaps"),
        ({"weekly_hours": "mon 8-99"}, "weekly_hours", "1440"),
        ({"places": "two"}, "places", "whole number"),
        ({"places": "51"}, "places", "50"),
        ({"hours_a_week": "lots"}, "hours_a_week", "number"),
        ({"goals": "x" * 601}, "goals", "600"),
        ({"goals": "a | b | c | d | e | f"}, "goals", "At most 5"),
        ({"wanted_skills": "SQL"}, "wanted_skills", "goal"),
        ({"expertise": "a\u202eb"}, "expertise", "invisible"),
        ({"interests": "x" * 41}, "interests", "40"),
        ({"offered_skills": "x" * 81}, "offered_skills", "80"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named(
    cells: dict[str, str], column: str, word: str
) -> None:
    said = refused(**cells)
    assert list(said) == [column]
    assert word in said[column]


def test_everything_that_is_wrong_with_a_row_is_said_at_once() -> None:
    said = refused(name="", time_zone="Mars", goals="x" * 601, places="many")
    assert set(said) == {"name", "time_zone", "goals", "places"}


def test_markup_is_kept_as_text() -> None:
    mentee, _ = made(goals="<script>alert(1)</script>").sides
    assert mentee is not None
    assert mentee.goals is not None
    assert mentee.goals[0].text == "<script>alert(1)</script>"


def test_what_only_the_other_role_has_is_left_out_with_a_note() -> None:
    one = made(roles="mentee", places="3", expertise="Sailing")
    assert one.sides[1] is None
    assert [(note.column, note.is_error) for note in one.notes] == [
        ("expertise", False),
        ("places", False),
    ]


def test_a_file_without_the_needed_columns_is_refused_with_their_names() -> None:
    with pytest.raises(Invalid, match=r"Missing: email, roles\."):
        require_columns(["name", "goals"])
    require_columns(one.name for one in COLUMNS)
