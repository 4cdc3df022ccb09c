"""HTTP doors of goals and check-ins: read from rows, written through the document."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec
from aiohttp import web

from server.boards.goals.items import GOAL_WORDS, LONGEST_TITLE, LONGEST_WORDS, Found, Item
from server.boards.goals.outline import Branch, Tree, hints_of
from server.boards.keys import DIARY, GOALS
from server.boards.model import goals_of
from server.boards.model.checkin import CheckIn
from server.boards.service.goals import Values
from server.boards.wire.goals import (
    BranchOut,
    CheckInIn,
    CheckInList,
    CheckInOut,
    FoundList,
    FoundOut,
    GoalsOut,
    ItemChange,
    ItemIn,
    ItemMade,
    ItemOut,
    SearchQuery,
    TemplateIn,
    TreeOut,
)
from server.boards.wire.live import access_name
from server.core.caller import person_of
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.line import clean_line, clean_text
from server.core.web import Routes

TAG = "goals"
OF_ONE = "/api/mentorships/{mentorship_id}/goals"
ITEM = f"{OF_ONE}/items/{{item_id}}"
routes = Routes()


@routes.get(OF_ONE, tag=TAG, errors=(NotFound,))
async def show_goals(request: web.Request, mentorship_id: str) -> GoalsOut:
    """Goals, milestones and action items of a mentorship, in order, and how far they are."""
    view = await request.app[GOALS].show(person_of(request), mentorship_id)
    outline = view.outline
    return GoalsOut(
        doc=goals_of(mentorship_id),
        access=access_name(view.access),
        trees=[_tree(one, view.today) for one in outline.trees],
        unsorted_milestones=[_branch(one) for one in outline.lost_branches],
        unsorted_actions=[_item(one) for one in outline.lost_actions],
        templates=sorted(view.templates),
    )


@routes.post(
    f"{OF_ONE}/items", tag=TAG, status=201, errors=(NotFound, Forbidden, Conflict, Invalid)
)
async def add_goal_item(request: web.Request, mentorship_id: str, body: ItemIn) -> ItemMade:
    """A new one at the end of its list; whoever has the document open sees it come."""
    values: Values = {
        "title": clean_line(body.title, field="title", at_least=1, at_most=LONGEST_TITLE),
        "parent": body.parent,
        "owner": body.owner.value if body.owner else None,
        "due": body.due.isoformat() if body.due else None,
    }
    person = person_of(request)
    made = await request.app[GOALS].add(person, mentorship_id, body.kind, values)
    return ItemMade(id=made)


@routes.patch(ITEM, tag=TAG, status=204, errors=(NotFound, Forbidden, Conflict, Invalid))
async def change_goal_item(
    request: web.Request, mentorship_id: str, item_id: str, body: ItemChange
) -> None:
    """Other values for one; what is not named stays."""
    values = _values(body)
    await request.app[GOALS].change(person_of(request), mentorship_id, item_id, values)


@routes.delete(ITEM, tag=TAG, status=204, errors=(NotFound, Forbidden, Conflict))
async def remove_goal_item(request: web.Request, mentorship_id: str, item_id: str) -> None:
    """Take one away, with all that is below it."""
    await request.app[GOALS].remove(person_of(request), mentorship_id, item_id)


@routes.post(f"{OF_ONE}/templates", tag=TAG, status=204, errors=(NotFound, Forbidden, Conflict))
async def take_goal_template(request: web.Request, mentorship_id: str, body: TemplateIn) -> None:
    """Fill the goals by a template; each once."""
    await request.app[GOALS].take(person_of(request), mentorship_id, body.template)


@routes.get(f"{OF_ONE}/check-ins", tag=TAG, errors=(NotFound,))
async def list_check_ins(request: web.Request, mentorship_id: str) -> CheckInList:
    """How the weeks went, in both people's words."""
    found = await request.app[DIARY].show(person_of(request), mentorship_id)
    return CheckInList(week=found.week, check_ins=[_check_in(one) for one in found.written])


@routes.put(f"{OF_ONE}/check-ins/this-week", tag=TAG, errors=(NotFound, Forbidden, Invalid))
async def write_check_in(request: web.Request, mentorship_id: str, body: CheckInIn) -> CheckInOut:
    """The caller's for this week; the other one is told of it."""
    written = await request.app[DIARY].write(
        person_of(request), mentorship_id, body.went_well, body.is_hard, body.comes_next
    )
    return _check_in(written)


@routes.get("/api/goals/search", tag=TAG, limit="120/minute")
async def search_goals(request: web.Request, query: SearchQuery) -> FoundList:
    """Rows with every word of a text, in the caller's own mentorships."""
    return _found(await request.app[GOALS].search(person_of(request), query.text))


@routes.get("/api/goals/open", tag=TAG)
async def list_open_actions(request: web.Request) -> FoundList:
    """What the caller has still to do, the nearest day first."""
    return _found(await request.app[GOALS].open_actions(person_of(request)))


def _values(body: ItemChange) -> Values:
    values: dict[str, str | int | None] = {}
    for name in body.__struct_fields__:
        value = getattr(body, name)
        if value is msgspec.UNSET:
            continue
        if name == "title":
            value = clean_line(value, field=name, at_least=1, at_most=LONGEST_TITLE)
        elif name in GOAL_WORDS:
            value = clean_text(value, field=name, at_most=LONGEST_WORDS) or None
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, StrEnum):
            value = value.value
        values[name] = value
    return values


def _found(found: list[Found]) -> FoundList:
    return FoundList(found=[FoundOut(mentorship=f.mentorship, item=_item(f.item)) for f in found])


def _tree(one: Tree, today: date) -> TreeOut:
    return TreeOut(
        goal=_item(one.goal),
        **{word: getattr(one.goal, word) for word in GOAL_WORDS},
        is_percent_by_hand=one.goal.percent is not None,
        percent=one.percent,
        hints=hints_of(one, today),
        milestones=[_branch(branch) for branch in one.branches],
        actions=[_item(action) for action in one.actions],
    )


def _branch(one: Branch) -> BranchOut:
    return BranchOut(milestone=_item(one.milestone), actions=[_item(a) for a in one.actions])


def _item(one: Item) -> ItemOut:
    return ItemOut(
        id=one.id,
        kind=one.kind,
        parent=one.parent,
        title=one.title,
        owner=one.owner,
        due=one.due,
        status=one.status,
        weight=one.weight,
        notes=one.notes,
    )


def _check_in(one: CheckIn) -> CheckInOut:
    return CheckInOut(
        person=one.person,
        week=one.week,
        went_well=one.went_well,
        is_hard=one.is_hard,
        comes_next=one.comes_next,
        written_at=one.written_at,
        changed_at=one.changed_at,
    )
