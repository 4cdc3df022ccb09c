"""Profiles: what people seek and offer, in values and rules; other domains import from here."""

from server.profiles.currencies import MINOR_DIGITS
from server.profiles.hours import Window, clean_hours, total_minutes
from server.profiles.industries import GROUPS, Industry, are_siblings, group_of
from server.profiles.interests import KNOWN as KNOWN_INTERESTS
from server.profiles.interests import as_compared
from server.profiles.model.completeness import Completeness, Missing, completeness
from server.profiles.model.mentee import (
    Criterion,
    Effort,
    Filters,
    Goal,
    Mentee,
    MenteeChange,
    Wishes,
    clean_mentee_change,
)
from server.profiles.model.mentor import (
    Capacity,
    Charge,
    Mentor,
    MentorChange,
    Offer,
    Price,
    Wanted,
    clean_mentor_change,
)
from server.profiles.model.parts import About, Common, Pause, Skill, Visibility
from server.profiles.model.profile import (
    ChangedElsewhere,
    Entry,
    Profile,
    ProfileChanged,
    require_shown,
    require_version,
    roles_changed,
    with_mentee_change,
    with_mentor_change,
)
from server.profiles.model.skills import Alias, AliasTaken, Concept
from server.profiles.seniority import STEPS, Seniority, step_of, steps_ahead
from server.profiles.styles import ITEMS, NO_ANSWERS, Answers, Item, Style

__all__ = [
    "GROUPS",
    "ITEMS",
    "KNOWN_INTERESTS",
    "MINOR_DIGITS",
    "NO_ANSWERS",
    "STEPS",
    "About",
    "Alias",
    "AliasTaken",
    "Answers",
    "Capacity",
    "ChangedElsewhere",
    "Charge",
    "Common",
    "Completeness",
    "Concept",
    "Criterion",
    "Effort",
    "Entry",
    "Filters",
    "Goal",
    "Industry",
    "Item",
    "Mentee",
    "MenteeChange",
    "Mentor",
    "MentorChange",
    "Missing",
    "Offer",
    "Pause",
    "Price",
    "Profile",
    "ProfileChanged",
    "Seniority",
    "Skill",
    "Style",
    "Visibility",
    "Wanted",
    "Window",
    "Wishes",
    "are_siblings",
    "as_compared",
    "clean_hours",
    "clean_mentee_change",
    "clean_mentor_change",
    "completeness",
    "group_of",
    "require_shown",
    "require_version",
    "roles_changed",
    "step_of",
    "steps_ahead",
    "total_minutes",
    "with_mentee_change",
    "with_mentor_change",
]
