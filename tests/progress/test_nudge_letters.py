"""Letters of nudges through a real mail server: warm, whole, without content, and easy to end."""

from __future__ import annotations

import re
from datetime import timedelta

from server.accounts.model import ProfileChange
from server.core.caller import Caller
from server.services import Services
from tests.notifications.conftest import Inbox, inbox, services
from tests.notifications.letters import html_of, text_of
from tests.progress.conftest import Pair, live_in, morning, quiet_weeks

__all__ = ["inbox", "services"]

ATHENS = "Europe/Athens"


async def _stuck(pair: Pair) -> None:
    """Nothing booked for weeks, and an item of both that is past its day."""
    await live_in(pair, ATHENS)
    goal = await pair.goal("A secret goal")
    due = (pair.clock.now().date() + timedelta(days=9)).isoformat()
    await pair.action(goal, title="A secret item", due=due)
    await quiet_weeks(pair)


async def _deliver(services: Services) -> None:
    await services.progress.nudges.tell()
    await services.notifications.deliver()


def _to(inbox: Inbox, name: str) -> list[int]:
    """Where letters of nudges to somebody are, among others."""
    address = f"{name.casefold()}@example.org"
    return [
        at
        for at, to in enumerate(inbox.recipients)
        if to == address and "~nudge~" in str(inbox.messages[at]["List-Unsubscribe"])
    ]


async def test_one_letter_has_every_line_leads_everywhere_and_tells_no_secret(
    pair: Pair, inbox: Inbox
) -> None:
    services, cast = pair.cast.services, pair.cast
    await _stuck(pair)
    await _deliver(services)
    [at] = _to(inbox, "Telemachus")
    message = inbox.messages[at]
    assert message["Subject"] == "2 things would help now"
    text, html = text_of(message), html_of(message)
    assert "Find a time with Mentor. Even a short one helps." in text
    assert "Look at what you planned with Mentor" in text
    public = "https://ithaca.example.org"
    for path in (f"/mentors/{cast.mentor}/book", f"/mentorships/{pair.id}/goals", "/nudges"):
        assert f'href="{public}{path}"' in html
    assert "secret" not in text + html
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


async def test_one_click_in_a_mail_program_ends_the_letters_and_not_the_notices(
    pair: Pair, inbox: Inbox
) -> None:
    services, cast = pair.cast.services, pair.cast
    await _stuck(pair)
    await _deliver(services)
    [at] = _to(inbox, "Telemachus")
    found = re.search(r"/unsubscribe/([^>]+)>", str(inbox.messages[at]["List-Unsubscribe"]))
    assert found
    assert await services.centre.unsubscribe(found[1]) == "nudge"
    pair.clock.forward(days=21)
    morning(pair.clock)
    assert await services.progress.nudges.tell() > 0
    await services.notifications.deliver()
    assert len(_to(inbox, "Telemachus")) == 1
    kinds = [one.kind for one in (await services.centre.page(cast.mentee)).notices]
    assert kinds.count(kinds[0]) >= 2


async def test_the_letter_is_in_the_readers_language(pair: Pair, inbox: Inbox) -> None:
    services, cast = pair.cast.services, pair.cast
    for person, locale in ((cast.mentee, "de"), (cast.other, "ar")):
        await services.accounts.edit(Caller(person, "tab"), ProfileChange(locale=locale))
    await live_in(pair, ATHENS)
    await quiet_weeks(pair)
    await _deliver(services)
    [german], [arabic] = _to(inbox, "Telemachus"), _to(inbox, "Ino")
    assert "Finde eine Zeit mit Mentor" in inbox.messages[german]["Subject"]
    assert "ابحث عن موعد مع Mentor" in inbox.messages[arabic]["Subject"]
    assert 'dir="rtl"' in html_of(inbox.messages[arabic])
