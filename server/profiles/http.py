"""The HTTP doors of profiles; everybody's own, and what others may see of a mentor."""

from __future__ import annotations

from aiohttp import web

from server.accounts.model import Role
from server.core.caller import person_of
from server.core.errors import Forbidden, Invalid, NotFound
from server.core.keys import CLOCK
from server.core.web import Routes, json_response
from server.profiles.model import AliasTaken, ChangedElsewhere
from server.profiles.service import Own, Profiles
from server.profiles.wire.lists import (
    AccountExport,
    Aliases,
    AliasIn,
    AliasOut,
    ConceptOut,
    Concepts,
    Options,
    ProfileExport,
    SkillQuery,
)
from server.profiles.wire.mentee import MenteeProfile, MenteeProfileChange
from server.profiles.wire.mentor import MentorOut, MentorProfile, MentorProfileChange

PROFILES: web.AppKey[Profiles] = web.AppKey("profiles", Profiles)
MOST_SUGGESTED = 12

routes = Routes()


@routes.get("/api/profile/options", tag="profile")
async def show_options(request: web.Request) -> Options:
    """The lists that a profile chooses from."""
    return Options.all()


@routes.get("/api/profile/mentee", tag="profile")
async def show_mentee(request: web.Request) -> MenteeProfile:
    """What the caller looks for; all empty at first."""
    return _mentee(await request.app[PROFILES].own(person_of(request)))


@routes.patch(
    "/api/profile/mentee",
    tag="profile",
    errors=(Invalid, ChangedElsewhere),
    limit="240/minute",
)
async def change_mentee(request: web.Request, body: MenteeProfileChange) -> MenteeProfile:
    """Save sections of what the caller looks for; a draft may be incomplete, not wrong."""
    profiles = request.app[PROFILES]
    return _mentee(
        await profiles.change_mentee(person_of(request), body.change(), version=body.version)
    )


@routes.get("/api/profile/mentor", tag="profile")
async def show_mentor(request: web.Request) -> MentorProfile:
    """What the caller offers; all empty at first."""
    return _mentor(await request.app[PROFILES].own(person_of(request)))


@routes.patch(
    "/api/profile/mentor",
    tag="profile",
    errors=(Invalid, ChangedElsewhere),
    limit="240/minute",
)
async def change_mentor(request: web.Request, body: MentorProfileChange) -> MentorProfile:
    """Save sections of what the caller offers; a draft may be incomplete, not wrong."""
    profiles = request.app[PROFILES]
    return _mentor(
        await profiles.change_mentor(person_of(request), body.change(), version=body.version)
    )


@routes.get("/api/profile/export", tag="profile", returns=ProfileExport, limit="20/minute")
async def export_profile(request: web.Request) -> web.Response:
    """Everything the caller told about themselves, as a file."""
    own = await request.app[PROFILES].own(person_of(request))
    now = request.app[CLOCK].now()
    export = ProfileExport(
        exported_at=now,
        account=AccountExport.of(own.person),
        mentee=_mentee(own),
        mentor=_mentor(own),
    )
    response = json_response(export)
    name = f"ithaca-profile-{now:%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@routes.get("/api/people/{id}/mentor", tag="people", errors=(NotFound,))
async def see_mentor(
    request: web.Request,
    id: str,  # noqa: A002 - the address says so
) -> MentorOut:
    """A mentor as others see them: one who is listed and ready, or the caller."""
    viewer = person_of(request)
    seen = await request.app[PROFILES].mentor(viewer, id)
    return MentorOut.of(seen.person, seen.profile, today=seen.today, viewer=viewer)


@routes.get("/api/skills", tag="profile", limit="600/minute")
async def suggest_skills(request: web.Request, query: SkillQuery) -> Concepts:
    """Skills that may be meant by what has been typed so far."""
    found = await request.app[PROFILES].skills.suggest(query.q, limit=MOST_SUGGESTED)
    return Concepts(skills=[ConceptOut(concept=one.id, label=one.label) for one in found])


@routes.get("/api/skills/aliases", tag="operator", errors=(Forbidden,))
async def list_aliases(request: web.Request) -> Aliases:
    """The spellings of skills that this server adds to the list; for operators."""
    skills = request.app[PROFILES].skills
    found = await skills.aliases(person_of(request))
    return Aliases(aliases=[AliasOut.of(one, skills.label(one)) for one in found])


@routes.post(
    "/api/skills/aliases",
    tag="operator",
    status=201,
    errors=(Forbidden, Invalid, AliasTaken),
)
async def add_alias(request: web.Request, body: AliasIn) -> AliasOut:
    """Make a spelling mean a skill of the list, from the next save on; for operators."""
    skills = request.app[PROFILES].skills
    added = await skills.add_alias(person_of(request), body.text, body.concept)
    return AliasOut.of(added, skills.label(added))


@routes.delete("/api/skills/aliases/{id}", tag="operator", errors=(Forbidden, NotFound))
async def remove_alias(
    request: web.Request,
    id: str,  # noqa: A002 - the address says so
) -> None:
    """Forget a spelling; profiles keep what they were saved with. For operators."""
    await request.app[PROFILES].skills.remove_alias(person_of(request), id)


def _mentee(own: Own) -> MenteeProfile:
    return MenteeProfile.of(own.profile, own.completeness(Role.MENTEE))


def _mentor(own: Own) -> MentorProfile:
    return MentorProfile.of(own.profile, own.completeness(Role.MENTOR))
