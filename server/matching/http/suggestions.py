"""The HTTP doors of matching: a mentee's own suggestions, search and choices."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Invalid, NotFound
from server.core.web import Routes
from server.matching.model import Choice, NotLoadedYet, TooManyChoices
from server.matching.service import Choices, Query, Suggestions
from server.matching.service.suggestions import PAGE
from server.matching.wire.suggestions import (
    ChosenMentors,
    FoundMentor,
    MentorCard,
    MissingHere,
    ObstaclesOut,
    SearchOut,
    SearchQuery,
    SuggestionsOut,
    SuggestionsQuery,
)
from server.programmes.model import NotForYou

SUGGESTIONS: web.AppKey[Suggestions] = web.AppKey("matching.suggestions", Suggestions)
CHOICES: web.AppKey[Choices] = web.AppKey("matching.choices", Choices)

routes = Routes()


@routes.get(
    "/api/matching/programmes/{programme_id}/suggestions",
    tag="matching",
    errors=(NotFound, NotForYou, NotLoadedYet),
    limit="120/minute",
)
async def suggest_mentors(
    request: web.Request, programme_id: str, query: SuggestionsQuery
) -> SuggestionsOut:
    """The mentors that fit the caller best now, each with reasons and one caveat."""
    found = await request.app[SUGGESTIONS].suggest(
        person_of(request), programme_id, limit=query.limit
    )
    return SuggestionsOut(
        mentors=[FoundMentor.of(one) for one in found.cards],
        missing=[MissingHere.of(one) for one in found.missing],
        obstacles=None if found.obstacles is None else ObstaclesOut.of(found.obstacles),
    )


@routes.get(
    "/api/matching/programmes/{programme_id}/mentors",
    tag="matching",
    errors=(NotFound, NotForYou, NotLoadedYet, Invalid),
    limit="240/minute",
)
async def search_mentors(request: web.Request, programme_id: str, query: SearchQuery) -> SearchOut:
    """Mentors by words and filters; those that fit best come first where no word ranks them."""
    if query.most_minor is not None and not query.currency:
        sentence = "Say in which currency."
        raise Invalid(sentence, fields={"currency": sentence})
    wanted = Query(
        words=query.q,
        languages=frozenset(query.language),
        skills=query.skills(),
        industries=frozenset(one.value for one in query.industry),
        least_hours=query.least_hours,
        is_free_only=query.is_free_only,
        most=None if query.most_minor is None else (query.currency.upper(), query.most_minor),
        is_favourites_only=query.is_favourites_only,
        least_stars=query.least_stars,
        page=query.page,
    )
    found = await request.app[SUGGESTIONS].search(person_of(request), programme_id, wanted)
    return SearchOut(
        mentors=[FoundMentor.of(one) for one in found.cards], total=found.total, page_size=PAGE
    )


@routes.get("/api/matching/favourites", tag="matching")
async def list_favourites(request: web.Request) -> ChosenMentors:
    """The mentors that the caller has starred, the latest first."""
    return await _chosen(request, Choice.FAVOURITE)


@routes.put(
    "/api/matching/favourites/{mentor_id}", tag="matching", errors=(NotFound, TooManyChoices)
)
async def add_favourite(request: web.Request, mentor_id: str) -> None:
    """Star a mentor; nobody else is told."""
    await request.app[CHOICES].put(person_of(request), mentor_id, Choice.FAVOURITE)


@routes.delete("/api/matching/favourites/{mentor_id}", tag="matching")
async def remove_favourite(request: web.Request, mentor_id: str) -> None:
    """Take the star away again."""
    await request.app[CHOICES].remove(person_of(request), mentor_id, Choice.FAVOURITE)


@routes.get("/api/matching/dismissed", tag="matching")
async def list_dismissed(request: web.Request) -> ChosenMentors:
    """The mentors that the caller does not want suggested, the latest first."""
    return await _chosen(request, Choice.DISMISSED)


@routes.put(
    "/api/matching/dismissed/{mentor_id}", tag="matching", errors=(NotFound, TooManyChoices)
)
async def dismiss_mentor(request: web.Request, mentor_id: str) -> None:
    """Have a mentor suggested no longer; nobody else is told."""
    await request.app[CHOICES].put(person_of(request), mentor_id, Choice.DISMISSED)


@routes.delete("/api/matching/dismissed/{mentor_id}", tag="matching")
async def undo_dismissal(request: web.Request, mentor_id: str) -> None:
    """Let a mentor be suggested again."""
    await request.app[CHOICES].remove(person_of(request), mentor_id, Choice.DISMISSED)


async def _chosen(request: web.Request, made: Choice) -> ChosenMentors:
    found = await request.app[CHOICES].all(person_of(request), made)
    return ChosenMentors(mentors=[MentorCard.of(one) for one in found])
