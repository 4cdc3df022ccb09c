"""How people like to work: seven items between two poles, and four ways to mentor.

Likeness of values, attitudes and working style is what best predicts that both find a mentorship
good (Eby et al. 2013, Psychological Bulletin 139(2)), so these are asked beside the skills. There
are no right answers, and no item asks about anything protected.
"""

from __future__ import annotations

from enum import StrEnum

LOWEST, HIGHEST = 1, 7
"""Of a seven-point item: 1 is all the first pole, 7 all the second, 4 the middle."""


class Item(StrEnum):
    """What an item is about; its poles are worded in the web app. The keys stay."""

    PACE = "pace"
    """Thinking it through first, or trying and seeing."""
    CANDOUR = "candour"
    """Gentle words, or straight ones."""
    STRUCTURE = "structure"
    """A plan for every talk, or going where it leads."""
    SCOPE = "scope"
    """The details, or the big picture."""
    RISK = "risk"
    """The safe path, or the bold one."""
    PURPOSE = "purpose"
    """What work does for others, or what one achieves by it."""
    BALANCE = "balance"
    """Work and life apart, or flowing together."""


ITEMS = tuple(Item)
Answers = tuple[int | None, ...]
"""One for each of `ITEMS`; None where nothing was said."""
NO_ANSWERS: Answers = (None,) * len(ITEMS)


class Style(StrEnum):
    """A way to mentor, wished or offered."""

    DIRECTIVE = "directive"
    COACHING = "coaching"
    SPONSOR = "sponsor"
    ROLE_MODEL = "role_model"
