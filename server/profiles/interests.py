"""Interests to choose from; people may add their own words, and a known word in them is found."""

from __future__ import annotations

import unicodedata

KNOWN: tuple[str, ...] = (
    "running",
    "walking",
    "hiking",
    "climbing",
    "cycling",
    "swimming",
    "sailing",
    "rowing",
    "skiing",
    "football",
    "basketball",
    "tennis",
    "table tennis",
    "martial arts",
    "yoga",
    "fitness",
    "dance",
    "horse riding",
    "fishing",
    "camping",
    "gardening",
    "birdwatching",
    "animals",
    "nature",
    "travel",
    "languages",
    "history",
    "philosophy",
    "psychology",
    "economics",
    "politics",
    "astronomy",
    "mathematics",
    "technology",
    "robotics",
    "open source",
    "video games",
    "board games",
    "chess",
    "puzzles",
    "reading",
    "writing",
    "poetry",
    "comics",
    "film",
    "theatre",
    "photography",
    "painting",
    "drawing",
    "design",
    "architecture",
    "fashion",
    "crafts",
    "woodworking",
    "making music",
    "listening to music",
    "singing",
    "cooking",
    "baking",
    "coffee",
    "podcasts",
    "volunteering",
    "parenting",
    "meditation",
)


def as_compared(text: str) -> str:
    """Case, accents and spaces set aside: what makes two words the same one."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


_BY_COMPARED = {as_compared(one): one for one in KNOWN}


def known_or(text: str) -> str:
    """The known interest that these words name, else the words themselves."""
    return _BY_COMPARED.get(as_compared(text), text)
