"""docs/protocol.md names every event and every news."""

import re
from pathlib import Path

from server.signaling.sockets import door

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text()


def _named(heading: str) -> set[str]:
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


def test_the_page_lists_the_events_that_exist() -> None:
    assert _named("What a browser sends") == set(door.events)


def test_the_page_lists_the_news_that_exist() -> None:
    assert _named("What a browser hears") == {*door.news_names.values(), "server_draining"}
