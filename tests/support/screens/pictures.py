"""Pictures of screens: `python -m tests.support.screens.pictures DIR [LOOK] [TROUBLE] [WORD]`.

For whoever changes how things look; no test runs it. Prints what axe finds, what sticks out to the
side, and which screens did not open.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import redirect_stdout, suppress
from os import devnull
from pathlib import Path
from typing import cast

from playwright.async_api import Error

from tests.support.browsers import Visitor, chromium
from tests.support.screens.screens import SCREENS, Screen, Trouble
from tests.support.screens.town import Town, fresh_town
from tests.support.screens.walk import LOOKS, by_person, visitor_of, wrong_with

_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def _take(folder: Path, look: str, trouble: Trouble, word: str) -> list[str]:
    told: list[str] = []
    chosen = [one for one in SCREENS if word in one.name]
    async with fresh_town() as place, chromium() as browser:
        for who, screens in by_person(chosen).items():
            async with visitor_of(browser, place, who, look) as one:
                for screen in screens:
                    wrong = await _shown(one, place, screen, trouble)
                    said = [f"{look} {screen.name}  {line}\n" for line in wrong]
                    sys.stderr.writelines(said)
                    path = folder / f"{screen.name}.{look}.{trouble}.png"
                    await one.page.screenshot(path=path, full_page=True)
                    told += said
    return told


async def _shown(one: Visitor, place: Town, screen: Screen, trouble: Trouble) -> list[str]:
    """What is wrong with a screen that has been opened."""
    one.complaints.clear()
    told = await wrong_with(one, place, screen, trouble)
    with suppress(Error):  # a page that did not open
        if (out := await one.page.evaluate(_OUT)) > 0:
            told.append(f"sticks out by {out} px")
    return told + [line[:200] for line in one.complaints if "Failed to load" not in line]


def main() -> int:
    """The exit status."""
    folder, look, trouble, word = [*sys.argv[1:], *("desktop", "none", "")[len(sys.argv) - 2 :]]
    if look not in LOOKS:
        sys.stderr.write(f"There are the looks {', '.join(LOOKS)}.\n")
        return 2
    Path(folder).mkdir(parents=True, exist_ok=True)
    with Path(devnull).open("w") as nowhere, redirect_stdout(nowhere):  # letters are printed
        told = asyncio.run(_take(Path(folder), look, cast("Trouble", trouble), word))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
