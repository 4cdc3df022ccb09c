"""Time zones and language tags; refuses what a calendar or a browser could not read.

Zones come from the pinned tzdata wheel, never from the machine; tags follow BCP 47 (RFC 5646 §2.1).
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from server.core.errors import Invalid

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)",
    re.IGNORECASE,
)
_LONGEST_TAG = 35  # RFC 5646 §4.4.1


@cache
def zones() -> frozenset[str]:
    """Every IANA zone of the pinned tzdata."""
    names = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return frozenset(names) - {"Factory"}


def check_zone(raw: str, *, field: str) -> str:
    """`raw` if it names a zone, as it is. Raises: Invalid naming `field`."""
    if raw not in zones():
        sentence = "This time zone does not exist. It should look like Europe/Athens."
        raise Invalid(sentence, fields={field: sentence})
    return raw


def check_tag(raw: str, *, field: str) -> str:
    """`raw` as a language tag in its usual case (`pt-BR`, `zh-Hant-TW`). Raises: Invalid."""
    match = _TAG.fullmatch(raw) if len(raw) <= _LONGEST_TAG else None
    if match is None:
        sentence = "This is not a language tag. It should look like en or pt-BR."
        raise Invalid(sentence, fields={field: sentence})
    parts = [match["language"].lower()]
    if match["script"]:
        parts.append(match["script"].title())
    if match["region"]:
        parts.append(match["region"].upper())
    return "-".join(parts) + match["variants"].lower()
