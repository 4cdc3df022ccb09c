"""The list of every screen: whose it is, where it is, and what is pressed to get there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Trouble = Literal["none", "held", "broken", "offline"]
"""What happens to requests: answered, not answered, refused with an error, not sent."""
Who = Literal["visitor", "newcomer", "mentee", "mentor", "athena"]


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of somebody; places of its path are those of the town."""

    name: str
    who: Who
    path: str
    press: tuple[str, ...] = ()
    """Test ids, one after the other, once the page is there."""
    ready: str = "h1, [role=dialog] h2"
    """What is to be seen before it counts as open, as a selector."""


def _all_of(who: Who, *paths: str) -> tuple[Screen, ...]:
    """Screens that are named by their path."""
    return tuple(Screen(_name(who, path), who, path) for path in paths)


def _name(who: str, path: str) -> str:
    words = path.replace("{", "").replace("}", "").replace("?", "/").replace("=", "-")
    return (
        "-".join([who, *(one for one in words.split("/") if one)]) if path != "/" else f"{who}-home"
    )


_PAIR = "/mentorships/{mentorship}"
_DESK = "/programmes/{programme}/manage"
_TABS = ("people", "invite", "rules", "matching", "learning", "evaluation", "moderation")
_DIALOG = "[role=dialog]"

VISITOR = (
    *_all_of("visitor", "/", "/sign-up", "/sign-in", "/forgot", "/reset?token={reset}"),
    *_all_of("visitor", "/invite?token={reset}", "/verify?token=x", "/x", "/join/{join}"),
    *_all_of("visitor", "/join/wrong", "/answer/{answer}?say=yes", "/answer/wrong"),
    *_all_of("visitor", "/unsubscribe/{unsubscribe}", "/unsubscribe/wrong", "/s/{room}", "/check"),
    *_all_of("visitor", "/s/{room}/phone"),
    Screen("visitor-phone", "visitor", "/s/{room}/phone#used", ready="[data-testid=phone-camera]"),
)
NEWCOMER = _all_of(
    "newcomer",
    *("/", "/profile", "/profile/mentee", "/mentors", "/mentorships", "/calendar", "/feedback"),
    *("/notices", "/recordings", "/programmes", "/check", "/s/{room}", "/mentorships/{mentorship}"),
    *("/boards/{board}", "/bookings/{booking}/agenda", "/feedback/sessions/{past}"),
    *("/mentors/{newcomer}", "/recordings/{recording}", "/operator", _DESK),
)
MENTEE = (
    *_all_of("mentee", "/", "/profile", "/profile/mentee", "/profile/mentee?step=done"),
    *_all_of("mentee", "/mentors", "/mentors/{mentor}", "/mentors/{mentor}/book", "/mentorships"),
    *_all_of("mentee", _PAIR, *(f"{_PAIR}/{one}" for one in ("agreement", "goals", "boards"))),
    *_all_of("mentee", f"{_PAIR}/messages", f"{_PAIR}/sessions", f"{_PAIR}/goals/history"),
    *_all_of("mentee", f"{_PAIR}/progress", "/groups", "/nudges", "/consents"),
    *_all_of("mentee", "/transcripts/{transcript}"),
    *_all_of("mentee", "/bookings/{booking}", "/bookings/{booking}/agenda", "/feedback"),
    Screen("mentee-board", "mentee", "/boards/{board}", ready="canvas.interactive"),
    *_all_of("mentee", "/boards/{board}/history", "/boards/{board}/history?view=replay"),
    *_all_of("mentee", "/feedback/sessions/{past}", "/feedback/surveys/{survey}", "/calendar"),
    *_all_of("mentee", "/feedback/gatherings/{talk}"),
    Screen("mentee-worth", "mentee", "/feedback/gatherings/{talk}", ("worth-partly",)),
    *_all_of("mentee", "/calendar/elsewhere", "/notices", "/settings/notices", "/security"),
    *_all_of("mentee", "/recordings", "/recordings/{recording}", "/programmes"),
    *_all_of("mentee", "/programmes/{open_programme}", "/check?room={room}"),
    Screen("mentee-ask", "mentee", "/mentors/{other_mentor}", ("ask-open",), _DIALOG),
    Screen("mentee-feedback-form", "mentee", "/feedback/sessions/{past}", ("useful-5",)),
    Screen("mentee-moderators", "mentee", "/feedback/sessions/{past}", ("to-moderators",), _DIALOG),
    Screen("mentee-menu", "mentee", "/", ("person-menu",), "[role=menu]"),
    Screen("mentee-pen", "mentee", "/s/{room}/pen", ready="canvas.interactive"),
    Screen("mentee-lobby", "mentee", "/s/{room}", ("lobby-allow",), "[data-testid=mic-level]"),
)
MENTOR = (
    *_all_of("mentor", "/", "/profile/mentor", "/mentorships", "/availability", "/calendar"),
    *_all_of("mentor", "/mentors/{mentor}", "/feedback", "/s/{past_room}/quality", _PAIR),
    Screen("mentor-door", "mentor", "/s/{room}", ready="[data-testid=lobby-allow]"),
    Screen(
        "mentor-room",
        "mentor",
        "/s/{room}",
        ("lobby-allow", "lobby-join"),
        "[data-testid=tile][data-self=true]",
    ),
    Screen(
        "mentor-room-phone",
        "mentor",
        "/s/{room}",
        ("more", "use-phone"),
        "[data-testid=companion-code]",
    ),
)
ATHENA = (
    *_all_of("athena", "/programmes", "/operator", _DESK, *(f"{_DESK}?tab={one}" for one in _TABS)),
    *_all_of("athena", "/programmes/{open_programme}/manage?tab=moderation"),
)
IN_TROUBLE: tuple[tuple[str, Trouble], ...] = (
    ("mentee-mentorships-mentorship-goals", "broken"),
    ("mentee-recordings-recording", "broken"),
    ("mentee-board", "broken"),
    ("mentee-notices", "broken"),
    ("mentor-profile-mentor", "broken"),
    ("mentor-door", "broken"),
    ("athena-programmes-programme-manage", "broken"),
    ("mentee-calendar", "held"),
    ("athena-programmes-programme-manage-tab-evaluation", "held"),
    ("mentee-feedback", "offline"),
)
"""A page of each kind, with what is the matter with the server meanwhile."""
SCREENS = (*VISITOR, *NEWCOMER, *MENTEE, *MENTOR, *ATHENA)
