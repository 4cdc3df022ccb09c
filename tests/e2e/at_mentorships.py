"""Two people who are to be a pair: what each says of themselves, and how they come together."""

from __future__ import annotations

from typing import Any

from tests.support.browsers import Visitor

ABOUT = {"industries": ["software"], "seniority": "lead", "interests": []}
HOURS = [{"weekday": 0, "startMinute": 1080, "endMinute": 1200}]
GOALS = [{"text": "Find seed money for a clinic at sea"}, {"text": "Speak up in large meetings"}]
LONG = "Κωνσταντίνος-Ιωάννης Παπαδιαμαντόπουλος von der Überseegesellschaft"
RTL = "محمد بن عبد الله الأندلسي"


async def known(visitor: Visitor, *roles: str) -> str:
    """Roles and a language for whoever is signed in; their id."""
    spoken = [{"tag": "en", "level": "fluent"}]
    me = await visitor.send("PATCH", "/api/me", {"roles": list(roles), "languages": spoken})
    found: str = me["id"]
    return found


async def offering(visitor: Visitor, places: int = 2) -> str:
    """A mentor who may be asked; their id."""
    mentor = await known(visitor, "mentor")
    profile = {
        "version": 0,
        "about": ABOUT,
        "hours": HOURS,
        "offer": {"expertise": ["Raising money for health start-ups"], "skills": []},
        "capacity": {"places": places, "weeklyMinutes": 120},
    }
    await visitor.send("PATCH", "/api/profile/mentor", profile)
    return mentor


async def seeking(visitor: Visitor) -> str:
    mentee = await known(visitor, "mentee")
    profile = {"version": 0, "goals": GOALS, "about": ABOUT, "hours": HOURS}
    await visitor.send("PATCH", "/api/profile/mentee", profile)
    return mentee


async def asks(mentee: Visitor, *mentors: str, is_draft: bool = False) -> None:
    """A line of requests, without the form."""
    terms = await mentee.send("GET", f"/api/request-terms?mentor={mentors[0]}")
    body: dict[str, Any] = {
        "programme": terms["programmes"][0]["programme"],
        "wishes": [{"mentor": one, "note": "I read your talk twice."} for one in mentors],
        "goals": "\n".join(goal["text"] for goal in GOALS),
        "sessionsAMonth": 2,
        "weeks": 12,
        "isDraft": is_draft,
    }
    await mentee.post("/api/requests", body)


async def paired(mentee: Visitor, mentor: Visitor) -> str:
    """The path of a mentorship that has begun."""
    await seeking(mentee)
    await asks(mentee, await offering(mentor))
    [request] = (await mentor.send("GET", "/api/requests"))["received"]
    await mentor.send("POST", f"/api/requests/{request['id']}/accept", {"answer": "Yes."})
    [pair] = (await mentor.send("GET", "/api/mentorships"))["mentorships"]
    return f"/mentorships/{pair['id']}"
