"""HTTP doors of notices: the centre, the settings, devices, the end of a kind of letter."""

from __future__ import annotations

from typing import cast

from aiohttp import web

from server.core.caller import person_of
from server.core.devices import device_name
from server.core.errors import Conflict, Invalid, NotFound
from server.core.web import Routes
from server.notifications.keys import CENTRE, PUSHES
from server.notifications.letters import language_of
from server.notifications.model import (
    LEADS_MINUTES,
    NOTICES,
    Digest,
    Kind,
    Notice,
    Preferences,
    Quiet,
    Subscription,
    Switch,
)
from server.notifications.model.preferences import MOST_LEADS
from server.notifications.wire import (
    NoticeKind,
    NoticeList,
    NoticeOut,
    NoticeQuery,
    NoticeSettingsIn,
    NoticeSettingsOut,
    PushSubscriptionIn,
    PushSubscriptionList,
    PushSubscriptionOut,
    QuietHours,
    ReadUpTo,
    SwitchOut,
    UnsubscribeOut,
    UnsubscribeToken,
)

TAG = "notices"
routes = Routes()


@routes.get("/api/notices", tag=TAG)
async def list_notices(request: web.Request, query: NoticeQuery) -> NoticeList:
    """What the caller was told, newest first; kept for 90 days."""
    centre = request.app[CENTRE]
    page = await centre.page(person_of(request), before=query.before, limit=query.limit)
    shown = [_notice(one, centre.title(one)) for one in page.notices]
    return NoticeList(notices=shown, unread=page.unread, next=page.next)


@routes.post("/api/notices/{notice_id}/read", tag=TAG, errors=(NotFound,), status=204)
async def read_notice(request: web.Request, notice_id: str) -> None:
    """The caller has looked at it."""
    await request.app[CENTRE].read(person_of(request), notice_id)


@routes.post("/api/notices/read", tag=TAG, status=204)
async def read_notices(request: web.Request, body: ReadUpTo) -> None:
    """The caller has looked at one and all before it; what came since stays unread."""
    await request.app[CENTRE].read_up_to(person_of(request), body.up_to)


@routes.get("/api/notice-settings", tag=TAG)
async def show_settings(request: web.Request) -> NoticeSettingsOut:
    """By which ways the caller is told what, and when not."""
    return _settings(await request.app[CENTRE].preferences(person_of(request)))


@routes.put("/api/notice-settings", tag=TAG, errors=(Invalid,))
async def change_settings(request: web.Request, body: NoticeSettingsIn) -> NoticeSettingsOut:
    """Change that."""
    quiet = body.quiet_hours
    wanted = Preferences(
        switches={Kind(one.kind): Switch(one.email, one.push) for one in body.switches},
        quiet=Quiet(quiet.start_minute, quiet.end_minute) if quiet else None,
        digest=Digest(body.digest),
        reminders=tuple(body.reminders),
    )
    return _settings(await request.app[CENTRE].set_preferences(person_of(request), wanted))


@routes.get("/api/push-subscriptions", tag=TAG)
async def list_push_subscriptions(request: web.Request) -> PushSubscriptionList:
    """The caller's browsers that are told, and the key for one more."""
    pushes = request.app[PUSHES]
    found = await pushes.of_person(person_of(request))
    return PushSubscriptionList(
        subscriptions=[_device(one) for one in found], public_key=await pushes.public_key()
    )


@routes.post(
    "/api/push-subscriptions",
    tag=TAG,
    status=201,
    errors=(Invalid, Conflict),
    limit="30/hour",
)
async def add_push_subscription(
    request: web.Request, body: PushSubscriptionIn
) -> PushSubscriptionOut:
    """Have this browser told; one that was known before is the caller's from now on."""
    name = device_name(request.headers.get("User-Agent", ""))
    keys = (body.keys.p256dh, body.keys.auth)
    return _device(
        await request.app[PUSHES].subscribe(person_of(request), body.endpoint, keys, name)
    )


@routes.delete("/api/push-subscriptions/{subscription_id}", tag=TAG, errors=(NotFound,), status=204)
async def remove_push_subscription(request: web.Request, subscription_id: str) -> None:
    """No longer tell that browser."""
    await request.app[PUSHES].unsubscribe(person_of(request), subscription_id)


@routes.get(
    "/api/unsubscribe/{token}", tag=TAG, caller="none", errors=(NotFound,), limit="60/minute"
)
async def show_unsubscribe(request: web.Request, token: UnsubscribeToken) -> UnsubscribeOut:
    """What kind of letters the link in a letter ends; it changes nothing."""
    return _ended(await request.app[CENTRE].about_token(token))


@routes.post("/unsubscribe/{token}", tag=TAG, caller="none", errors=(NotFound,), limit="60/minute")
async def unsubscribe(request: web.Request, token: UnsubscribeToken) -> UnsubscribeOut:
    """End that kind of letters, without a sign-in: mail programs ask here by themselves (RFC 8058).

    A reading request to this address gives the page that asks first.
    """
    return _ended(await request.app[CENTRE].unsubscribe(token))


def _notice(one: Notice, title: str) -> NoticeOut:
    return NoticeOut(
        id=one.id,
        kind=cast("NoticeKind", one.kind.value),
        title=title,
        language=language_of(one.locale),
        path=one.path,
        created_at=one.created_at,
        is_read=one.read_at is not None,
    )


def _settings(wished: Preferences) -> NoticeSettingsOut:
    quiet = wished.quiet
    switches = [
        SwitchOut(
            kind=cast("NoticeKind", kind.value),
            topic=rule.topic.value,
            email=wished.switch(kind).email,
            push=wished.switch(kind).push,
            is_fixed=rule.is_fixed,
            has_email=rule.has_letter,
            has_push=rule.has_push,
            is_quiet=rule.is_quiet,
        )
        for kind, rule in NOTICES.items()
    ]
    return NoticeSettingsOut(
        switches=switches,
        quiet_hours=QuietHours(start_minute=quiet.start, end_minute=quiet.end) if quiet else None,
        digest=wished.digest.value,
        reminders=list(wished.reminders),
        reminder_choices=list(LEADS_MINUTES),
        most_reminders=MOST_LEADS,
    )


def _device(one: Subscription) -> PushSubscriptionOut:
    return PushSubscriptionOut(id=one.id, device=one.device, created_at=one.created_at)


def _ended(kind: Kind) -> UnsubscribeOut:
    return UnsubscribeOut(kind=cast("NoticeKind", kind.value))
