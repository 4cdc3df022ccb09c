"""The columns of a file of people and what a row of them makes; refuses a row that is not whole.

Docs, template and reader come from the one list here, so that they cannot say different things.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from server.accounts.model import ProfileChange, Role
from server.core.errors import Invalid
from server.core.findings import Findings
from server.notifications.model import Address
from server.profiles.model import (
    About,
    Capacity,
    Effort,
    Goal,
    Industry,
    MenteeChange,
    MentorChange,
    Offer,
    Seniority,
    Skill,
    Window,
    clean_mentee_change,
    clean_mentor_change,
)
from server.programmes import cells
from server.programmes.model import MOST_REMARKS_A_ROW, Remark
from server.programmes.sheet import Row

T = TypeVar("T")
Sides = tuple[MenteeChange | None, MentorChange | None]


@dataclass(frozen=True, slots=True)
class Column:
    """`examples`: of a mentee's row and of a mentor's."""

    name: str
    about: str
    examples: tuple[str, str]
    also: tuple[str, ...] = ()
    """Other headers that mean it."""
    is_needed: bool = False


COLUMNS = (
    Column(
        "email",
        "The address of the account. Who has one already is asked, and keeps their profile.",
        ("mina@example.org", "jonas@example.org"),
        ("e_mail", "mail", "email_address", "e_mail_address"),
        is_needed=True,
    ),
    Column(
        "name",
        "First and last name, as others shall see it.",
        ("Mina Okafor", "Jonas Lindqvist"),
        ("full_name",),
        is_needed=True,
    ),
    Column(
        "roles",
        "mentor, mentee or both.",
        ("mentee", "mentor"),
        ("role",),
        is_needed=True,
    ),
    Column(
        "headline", "One line on who they are.", ("Nurse, turning to data", "Head of analytics")
    ),
    Column(
        "languages",
        "With levels native, fluent, good or basic, like en:fluent; de:good.",
        ("en:fluent; yo:native", "sv:native; en:fluent"),
        ("language",),
    ),
    Column(
        "time_zone",
        "An IANA zone. Yours, when it is empty.",
        ("Africa/Lagos", "Europe/Stockholm"),
        ("timezone", "zone"),
    ),
    Column(
        "locale",
        "The language of letters. Yours, when it is empty.",
        ("en", "en"),
    ),
    Column(
        "industry",
        f"Where they are now: {', '.join(Industry)}.",
        ("health", "software"),
        ("industries",),
    ),
    Column("seniority", f"How far they are: {', '.join(Seniority)}.", ("professional", "head")),
    Column("interests", "Apart by |.", ("running | chess", "sailing"), ("interest",)),
    Column(
        "weekly_hours",
        "Free hours in their own zone, like mon 18:00-20:00; sat 09:00-12:00.",
        ("tue 18:00-20:00; thu 18:00-20:00", "thu 17:00-20:00"),
        ("availability",),
    ),
    Column("hours_a_week", "Time for mentoring, in hours a week.", ("1", "2"), ("hours_per_week",)),
    Column(
        "goals",
        "Mentees: what they want to reach, the most important first, apart by |.",
        ("Get my first analyst role | Learn to explain figures to managers", ""),
        ("goal",),
    ),
    Column("target_industry", "Mentees: where their goals lie.", ("health", ""), ("target",)),
    Column(
        "wanted_skills",
        "Mentees: skills they want to learn, apart by |.",
        ("statistics | data visualisation", ""),
        ("skills_wanted",),
    ),
    Column(
        "expertise",
        "Mentors: what they can help with, the strongest first, apart by |.",
        ("", "Moving into data work | Leading a first team"),
    ),
    Column(
        "offered_skills",
        "Mentors: skills they can pass on, apart by |.",
        ("", "SQL | statistics | hiring"),
        ("skills_offered",),
    ),
    Column("places", "Mentors: how many mentees at once.", ("", "2"), ("capacity",)),
    Column(
        "reports_to",
        "The address of the person they report to: the two are not matched, unless the rules "
        "allow it. Also written for who is in the programme already.",
        ("", "mina@example.org"),
        ("manager", "manager_email", "line_manager"),
    ),
)
_BY_HEADER = {header: one.name for one in COLUMNS for header in (one.name, *one.also)}
_PLACES = {one.name: place for place, one in enumerate(COLUMNS)}
_NEEDED = tuple(one.name for one in COLUMNS if one.is_needed)
_OF_MENTEE = ("goals", "target_industry", "wanted_skills")
_OF_MENTOR = ("expertise", "offered_skills", "places")

# Where a field of an account or a profile stands in the file, by how its name begins.
_COLUMN_OF_FIELD = (
    (r"timeZone", "time_zone"),
    (r"goals\[\d+\]\.skills", "wanted_skills"),
    (r"goals", "goals"),
    (r"about\.interests", "interests"),
    (r"about\.industries", "industry"),
    (r"offer\.skills", "offered_skills"),
    (r"offer\.expertise", "expertise"),
    (r"capacity\.places", "places"),
    (r"(capacity|effort)\.weeklyMinutes", "hours_a_week"),
    (r"hours(?!_)", "weekly_hours"),
)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a row takes where it says nothing: the coordinator's own."""

    time_zone: str
    locale: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A whole row: the account to be, and what each side of its profile says."""

    line: int
    email: str
    account: ProfileChange
    roles: frozenset[Role]
    sides: Sides
    manager: str | None = None
    """The address of whom they report to, as addresses are compared; None: not said."""
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A row of which nothing is imported, and why."""

    line: int
    remarks: tuple[Remark, ...]


def known(header: str) -> str:
    """The column that a header means; empty for none."""
    return _BY_HEADER.get(re.sub(r"[\s\-./]+", "_", header.strip().casefold()).strip("_"), "")


def require_columns(columns: Iterable[str]) -> None:
    """Raises: Invalid, naming what is missing."""
    given = set(columns)
    missing = [name for name in _NEEDED if name not in given]
    if missing:
        sentence = (
            f"The first line must name the columns {', '.join(_NEEDED)}. "
            f"Missing: {', '.join(missing)}."
        )
        raise Invalid(sentence, fields={"file": sentence})


def template() -> str:
    """A file to fill in, with an example of each role."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(one.name for one in COLUMNS)
    for role in (0, 1):
        writer.writerow(one.examples[role] for one in COLUMNS)
    return file.getvalue()


def read_row(row: Row, defaults: Defaults, today: date) -> Newcomer | Refused:
    """What a row makes, or everything that is wrong with it."""
    if row.complaint:
        return Refused(row.line, (Remark(row.line, "", row.complaint),))
    findings, said = Findings(), row.cells
    roles = findings.take(lambda: cells.roles_in(said.get("roles", ""))) or frozenset()
    account = _account(findings, said, roles, defaults)
    common = _common(findings, said)
    mentee = mentor = None
    if Role.MENTEE in roles:
        mentee = findings.take(lambda: _mentee(said, common, today))
    if Role.MENTOR in roles:
        mentor = findings.take(lambda: _mentor(said, common, today))
    manager = _of(
        findings, said, "reports_to", lambda cell: Address.parse(cell, field="reports_to").key
    )
    if not said.get("email"):
        findings.refuse("email", "This is needed.")
    if findings.fields:
        return Refused(row.line, remarks_of(row.line, findings.fields))
    notes = _left_out(row.line, said, roles)
    sides = (mentee, mentor)
    return Newcomer(row.line, said["email"], account, roles, sides, manager, notes)


@dataclass(frozen=True, slots=True)
class _Common:
    about: About
    hours: tuple[Window, ...]
    weekly_minutes: int | None


def _account(
    findings: Findings, said: Mapping[str, str], roles: frozenset[Role], defaults: Defaults
) -> ProfileChange:
    change = ProfileChange(
        name=said.get("name", ""),
        headline=said.get("headline", ""),
        languages=_of(findings, said, "languages", cells.languages_in),
        time_zone=said.get("time_zone") or defaults.time_zone,
        locale=said.get("locale") or defaults.locale,
        roles=roles or None,
    )
    return findings.take(change.checked) or change


def _common(findings: Findings, said: Mapping[str, str]) -> _Common:
    industry = _of(
        findings,
        said,
        "industry",
        lambda cell: tuple(
            cells.choice_in(one, Industry, tuple(Industry), column="industry")
            for one in cells.lines_in(cell)
        ),
    )
    seniority = _of(
        findings,
        said,
        "seniority",
        lambda cell: cells.choice_in(cell, Seniority, tuple(Seniority), column="seniority"),
    )
    hours = _of(findings, said, "weekly_hours", cells.hours_in) or ()
    minutes = _of(
        findings,
        said,
        "hours_a_week",
        lambda cell: cells.quarters_in(cell, column="hours_a_week"),
    )
    about = About(industry or (), seniority, cells.lines_in(said.get("interests", "")))
    return _Common(about, tuple(Window(*one) for one in hours), minutes)


def _mentee(said: Mapping[str, str], common: _Common, today: date) -> MenteeChange:
    findings = Findings()
    target = _of(
        findings,
        said,
        "target_industry",
        lambda cell: cells.choice_in(cell, Industry, tuple(Industry), column="target_industry"),
    )
    texts = cells.lines_in(said.get("goals", ""))
    skills = tuple(Skill(None, one) for one in cells.lines_in(said.get("wanted_skills", "")))
    if skills and not texts:
        findings.refuse("wanted_skills", "Skills belong to a goal: say what they are for.")
    goals = tuple(Goal(text, target) for text in texts)
    if goals:
        goals = (replace(goals[0], skills=skills), *goals[1:])
    change = MenteeChange(
        about=common.about,
        hours=common.hours,
        goals=goals,
        effort=Effort(common.weekly_minutes),
    )
    clean = findings.take(lambda: clean_mentee_change(change, today))
    findings.settle()
    return clean or change


def _mentor(said: Mapping[str, str], common: _Common, today: date) -> MentorChange:
    findings = Findings()
    places = _of(findings, said, "places", lambda cell: cells.number_in(cell, column="places"))
    skills = tuple(Skill(None, one) for one in cells.lines_in(said.get("offered_skills", "")))
    change = MentorChange(
        about=common.about,
        hours=common.hours,
        offer=Offer(cells.lines_in(said.get("expertise", "")), skills),
        capacity=Capacity(places, common.weekly_minutes),
    )
    clean = findings.take(lambda: clean_mentor_change(change, today, taken=0))
    findings.settle()
    return clean or change


def _of(
    findings: Findings, said: Mapping[str, str], column: str, read: Callable[[str], T]
) -> T | None:
    """What a cell says; None for an empty one, and for one that cannot be read."""
    cell = said.get(column, "")
    return findings.take(lambda: read(cell)) if cell else None


def _left_out(line: int, said: Mapping[str, str], roles: frozenset[Role]) -> tuple[Remark, ...]:
    sides = ((Role.MENTEE, _OF_MENTEE), (Role.MENTOR, _OF_MENTOR))
    return tuple(
        Remark(line, column, f"Only a {role} has this; it was left out.", is_error=False)
        for role, columns in sides
        if role not in roles
        for column in columns
        if said.get(column)
    )


def remarks_of(line: int, fields: Mapping[str, str]) -> tuple[Remark, ...]:
    """One for each column, in the order of the columns."""
    by_column: dict[str, str] = {}
    for name, sentence in fields.items():
        by_column.setdefault(_column_of(name), sentence)
    in_order = sorted(by_column, key=lambda column: _PLACES.get(column, len(COLUMNS)))
    every = [Remark(line, column, by_column[column]) for column in in_order]
    return tuple(every[:MOST_REMARKS_A_ROW])


def _column_of(field: str) -> str:
    for beginning, column in _COLUMN_OF_FIELD:
        if re.match(beginning, field):
            return column
    return re.split(r"[.\[]", field)[0]
