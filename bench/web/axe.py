"""What axe finds serious on every screen, as each person, in several looks, and where it is named.

A screen that does not open counts as a finding: nobody could use it.
"""

from __future__ import annotations

import asyncio
import sys

from tests.support.browsers import chromium
from tests.support.screens.screens import SCREENS
from tests.support.screens.town import fresh_town
from tests.support.screens.walk import LOOKS, by_person, visitor_of, wrong_with


def measure() -> dict[str, int]:
    """Findings that are serious or critical; how many screens were looked at, each in each look."""
    found, seen = asyncio.run(_walked())
    sys.stderr.writelines(f"{line}\n" for line in found)
    return {"axe_serious": len(found), "axe_screens": seen}


async def _walked() -> tuple[list[str], int]:
    found: list[str] = []
    for look in LOOKS:
        async with fresh_town() as place, chromium() as browser:
            for who, screens in by_person(SCREENS).items():
                async with visitor_of(browser, place, who, look) as one:
                    for screen in screens:
                        wrong = await wrong_with(one, place, screen)
                        found += [f"{look} {screen.name}: {line}" for line in wrong]
    return found, len(LOOKS) * len(SCREENS)
